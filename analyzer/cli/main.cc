// The command line: what it says goes into Options, and the verb's own file does the rest.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <exception>

#include "analyzer/cli/choice.h"
#include "analyzer/cli/command_table.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/shell_files.h"
#include "analyzer/cli/usage.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/cli/version.h"
#include "analyzer/frontend/worker_main.h"
#include "analyzer/lsp/serve.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {
namespace {

void AddCommon(CLI::App& verb, Options& options) {
  verb.add_option("--config", options.config, "Use this file instead of the nearest krepis.toml")
      ->type_name("FILE");
  verb.add_option("--jobs,-j", options.jobs,
                  "Worker processes and threads (default: one per processor)")
      ->check(CLI::Range(1u, 256u));
  verb.add_flag("--no-cache", options.no_cache, "Do not use stored results");
}

void AddPaths(CLI::App& verb, Options& options, const char* help) {
  verb.add_option("path", options.paths, help)->type_name("PATH");
}

void AddEdges(CLI::App& verb, Options& options, const std::string& otherwise) {
  verb.add_option("--edges", options.edges,
                  "imports, all, or kinds and groups with commas between them; " + otherwise)
      ->type_name("KINDS");
}

int Main(int argc, char** argv) {
  // A reader that goes away, or a limit on file size, is an error of one write and not the end of
  // the process.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  Options options;
  options.command_line.assign(argv + std::min(argc, 1), argv + argc);
  CLI::App app(
      "krepis checks the architecture of C/C++, TypeScript/JavaScript and Rust repositories:\n"
      "layering, the order of behaviours, and the capabilities of modules.",
      "krepis");
  app.set_version_flag("--version", VersionText());
  app.require_subcommand(1);

  CLI::App* check = app.add_subcommand("check", "Analyse the workspace and print violations");
  AddPaths(*check, options, "Report only what stands in or below these paths");
  AddCommon(*check, options);
  OneOfChoices(check->add_option("--format", options.format, "The report on stdout"),
               FormatNames());
  CLI::Option* const output =
      check
          ->add_option("--output", options.outputs,
                       "Also write a report to a file, with += behind what is there (repeatable)")
          ->type_name("FORMAT=FILE");
  check->add_flag("--repository-paths", options.repository_paths,
                  "Name places from the root of the git repository on, as CI services do");
  OneOfChoices(
      check->add_option("--fail-on", options.fail_on, "The least severity that fails the run"),
      {"error", "warning"});
  check->add_option("--max-warnings", options.max_warnings, "Fail when there are more warnings")
      ->check(CLI::NonNegativeNumber);
  CLI::Option* const stats =
      check->add_flag("--stats", options.stats, "Print times and memory of the phases to stderr");
  check->add_flag("--show-unknown", options.show_unknown, "List what could not be decided");
  check->add_flag("--strict", options.strict,
                  "An entry of the baseline that accepts nothing any longer is an error");
  CLI::Option* const since =
      check
          ->add_option("--since", options.since,
                       "Report only what is new since HEAD and this git revision part")
          ->type_name("REV");
  CLI::Option* const staged =
      check->add_flag("--staged", options.staged,
                      "Analyse what is staged for the next commit instead of the work tree");
  check->add_flag("--watch,-w", options.watch, "Report again after each change, until Ctrl-C")
      ->excludes(output)
      ->excludes(stats)
      ->excludes(since)
      ->excludes(staged);
  check->add_flag("--quiet,-q", options.quiet, "Print nothing when there is nothing to report");
  check->add_flag("--allow-empty", options.allow_empty, "A workspace without source files is fine");
  OneOfChoices(check->add_option_function<std::string>(
                   "--color",
                   [&options](const std::string& choice) {
                     options.color = choice == "always"  ? ColorChoice::kAlways
                                     : choice == "never" ? ColorChoice::kNever
                                                         : ColorChoice::kAuto;
                   },
                   "When text is coloured (default: auto)"),
               {"auto", "always", "never"});

  CLI::App* baseline = app.add_subcommand(
      "baseline", "Accept today's violations in krepis.baseline, and burn them down");
  OneOfChoices(
      baseline->add_option("action", options.action, "create, update, prune or status")->required(),
      {"create", "update", "prune", "status"});
  AddPaths(*baseline, options, "Only violations in or below these paths");
  baseline->add_flag("--add", options.add, "update: accept violations that are new, too");
  AddCommon(*baseline, options);

  CLI::App* selftest = app.add_subcommand(
      "selftest", "Plant a violation of every configured rule, and fail if a rule cannot fire");
  AddPaths(*selftest, options, "The workspace");
  AddCommon(*selftest, options);

  CLI::App* init = app.add_subcommand(
      "init", "Write a krepis.toml of today's modules and layers, which krepis check passes");
  AddPaths(*init, options, "The workspace");
  init->add_option("--jobs,-j", options.jobs,
                   "Worker processes and threads (default: one per processor)")
      ->check(CLI::Range(1u, 256u));

  CLI::App* why = app.add_subcommand(
      "why", "Print the shortest dependency paths between two files, modules or externals");
  why->add_option("from", options.from, "File, folder, module, external or selector")->required();
  why->add_option("to", options.to, "File, folder, module, external or selector")->required();
  AddCommon(*why, options);
  OneOfChoices(why->add_option("--format", options.format, "text or json"), {"text", "json"});
  AddEdges(*why, options, "default: what rules look at");
  why->add_option("--max-paths", options.max_paths, "Show at most so many paths (default: 3)")
      ->check(CLI::Range(1u, 10000u));
  why->add_flag("--all", options.all, "Show all shortest paths");

  CLI::App* graph = app.add_subcommand("graph", "Print the dependency graph");
  AddPaths(*graph, options, "The workspace");
  AddCommon(*graph, options);
  OneOfChoices(graph->add_option("--format", options.format,
                                 "dot is the default; with --unused text or json"),
               {"text", "json", "dot", "mermaid", "d2"});
  OneOfChoices(graph->add_option("--level", options.level, "file, package or module"),
               {"file", "package", "module"});
  graph
      ->add_option("--focus", options.focus,
                   "Only what this selector names, its direct neighbours, and the edges between")
      ->type_name("SELECTOR");
  graph->add_flag("--externals", options.externals,
                  "Pictures also show externals (JSON always has them)");
  graph->add_flag("--unused", options.unused,
                  "Print the dependencies and targets that nothing uses (text or json)");
  AddEdges(*graph, options, "default: imports");

  CLI::App* whatif = app.add_subcommand(
      "whatif",
      "Print which violations appear and disappear by a move or a cut, without making it");
  AddPaths(*whatif, options, "The workspace");
  AddCommon(*whatif, options);
  whatif
      ->add_option("--move", options.moves,
                   "A file or folder, and its new name or the folder to put it into (repeatable)")
      ->type_name("FROM TO");
  whatif
      ->add_option("--cut", options.cuts,
                   "No dependency of the one on the other: files, folders, modules, externals or "
                   "selectors (repeatable)")
      ->type_name("FROM TO");
  OneOfChoices(whatif->add_option("--format", options.format, "text or json"), {"text", "json"});
  OneOfChoices(
      whatif->add_option("--fail-on", options.fail_on, "The least severity that fails the run"),
      {"error", "warning"});

  CLI::App* chains = app.add_subcommand(
      "chains", "Print the effective behaviour chain of each route, outer to inner");
  chains->add_option("route", options.route, "Only routes whose name contains this");
  AddCommon(*chains, options);
  OneOfChoices(chains->add_option("--format", options.format, "text or json"), {"text", "json"});

  CLI::App* caps = app.add_subcommand(
      "caps", "Print which capabilities each module can reach, and how it comes to them");
  caps->add_option("module", options.module, "Only this module, package or file");
  AddCommon(*caps, options);
  OneOfChoices(caps->add_option("--by", options.by,
                                "module (default, where there are modules), package or file"),
               {"module", "package", "file"});
  CLI::Option* const diff =
      caps->add_option("--diff", options.diff, "Only what is new since this git revision, or gone")
          ->type_name("REV");
  caps->add_flag("--suggest", options.suggest,
                 "Print the smallest policy that passes, for krepis.toml")
      ->excludes(diff);
  OneOfChoices(caps->add_option("--format", options.format, "text or json"), {"text", "json"});

  CLI::App* explain =
      app.add_subcommand("explain", "Print a rule's documentation, or list the rules");
  explain->add_option("rule", options.rule,
                      "Rule id, for example layering/cycle, or a capability such as net.connect");

  CLI::App* dump = app.add_subcommand("dump", "Print an intermediate form: ast, facts or graph");
  OneOfChoices(dump->add_option("form", options.stage, "ast, facts or graph")->required(),
               {"ast", "facts", "graph"});
  AddPaths(*dump, options, "The file (ast, facts) or the workspace (graph)");
  AddCommon(*dump, options);
  OneOfChoices(dump->add_option("--format", options.format, "text, json or pb"),
               {"text", "json", "pb"});

  CLI::App* hook = app.add_subcommand(
      "hook", "Let git, or what runs its hooks, check what each commit adds before it is made");
  OneOfChoices(hook->add_option("action", options.action, "install or uninstall (git's own hook)")
                   ->required(),
               {"install", "uninstall"});
  AddPaths(*hook, options, "The workspace");
  CLI::Option_group* const runners = hook->add_option_group("runner");
  runners->require_option(0, 1);
  for (const char* runner : {"pre-commit", "git", "lefthook", "husky"}) {
    runners->add_flag_callback(
        std::string("--") + runner, [&options, runner] { options.hook_runner = runner; },
        std::string("Use ") + runner + ", whatever the repository has");
  }

  CLI::App* doctor = app.add_subcommand(
      "doctor", "Print versions, what was detected, and what could not be resolved");
  AddPaths(*doctor, options, "The workspace");
  AddCommon(*doctor, options);

  CLI::App* completions =
      app.add_subcommand("completions", "Print what completes this command line in a shell");
  OneOfChoices(completions->add_option("shell", options.shell, "The shell")->required(),
               {"bash", "zsh", "fish"});

  CLI::App* man = app.add_subcommand("man", "Print the manual page, for man -l -");

  bool stdio = false;
  std::string client_process;
  CLI::App* lsp = app.add_subcommand("lsp", "Serve an editor: the language server, on stdio");
  // Clients add these by themselves; there is no other way to talk, and the process is named again
  // in the first message.
  lsp->add_flag("--stdio", stdio, "Talk over stdin and stdout (the only way)");
  lsp->add_option("--clientProcessId", client_process, "The editor's process (ignored)")
      ->type_name("PID");

  bool ast_worker = false;
  CLI::App* worker =
      app.add_subcommand("worker", "Parse files for another krepis process")->group("");
  worker->add_flag("--ast", ast_worker)->required();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    Say(UsageMessage(app, error, argc, argv));
    return kUsage;
  }
  if (*check) return RunCheck(options);
  if (*baseline) return RunBaseline(options);
  if (*selftest) return RunSelftestVerb(options);
  if (*init) return RunInit(options);
  if (*why) return RunWhy(options);
  if (*graph) return RunGraph(options);
  if (*whatif) return RunWhatif(options);
  if (*chains) return RunChains(options);
  if (*caps) return RunCaps(options);
  if (*explain) return RunExplain(options);
  if (*dump) return RunDump(options);
  if (*hook) return RunHook(options);
  if (*doctor) return RunDoctor(options);
  if (*completions) return RunCompletions(TableOf(app), options);
  if (*man) return RunMan(TableOf(app));
  if (*lsp) return ServeLanguage(STDIN_FILENO, STDOUT_FILENO);
  return AstWorkerMain(STDIN_FILENO, STDOUT_FILENO);
}

}  // namespace
}  // namespace krepis::analyzer

int main(int argc, char** argv) try {
  return krepis::analyzer::Main(argc, argv);
} catch (const std::exception& bug) {
  krepis::analyzer::Say(std::string("internal error: ") + bug.what());
  return krepis::analyzer::kInternal;
}
