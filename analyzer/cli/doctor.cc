#include <fmt/format.h>

#include <map>

#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/cli/version.h"
#include "analyzer/core/escape.h"
#include "analyzer/frontend/worker_client.h"

namespace krepis::analyzer {
namespace {

/// At most this many single imports are listed per reason.
constexpr size_t kMaxListed = 10;

void AppendSources(const Analysis& analysis, std::string& text) {
  std::map<std::string_view, size_t> languages;
  for (const SourceFile& file : analysis.workspace().sources())
    ++languages[LanguageName(file.language)];
  text += "sources:";
  for (const char* separator = " "; const auto& [name, count] : languages) {
    text += fmt::format("{}{} {}", separator, count, name);
    separator = ", ";
  }
  const ManifestPaths& manifests = analysis.workspace().discovery().manifests;
  text += fmt::format("\nmanifests: {} package.json, {} tsconfig, {} Cargo.toml, {} CMake\n",
                      manifests.package_json.size(), manifests.tsconfig.size(),
                      manifests.cargo_toml.size(), manifests.cmake.size());
  if (!manifests.plug_and_play.empty()) {
    text += fmt::format(
        "Yarn Plug'n'Play: {}; it is not read: packages of the workspace lead to their sources, "
        "others are named by their specifiers\n",
        fmt::join(manifests.plug_and_play, ", "));
  }
  const CompileDatabase& database = analysis.workspace().compile_database();
  const bool cpp = languages.contains(LanguageName(Language::kC)) ||
                   languages.contains(LanguageName(Language::kCpp));
  if (!manifests.compile_commands.empty()) {
    text += fmt::format("compile database: {} units in {}\n", database.commands.size(),
                        fmt::join(manifests.compile_commands, ", "));
  } else if (cpp) {
    text += "compile database: none; C and C++ are read without a compiler, includes are guessed\n";
  }
  for (const Error& issue : analysis.workspace().issues()) {
    text += fmt::format("  {}:{}: {}\n", EscapeForTerminal(issue.path), issue.line,
                        EscapeForTerminal(issue.message));
  }
}

void AppendConfinement(std::string& text) {
  WorkerClient client{WorkerOptions()};
  const Result<Confinement> confinement = client.Probe();
  if (!confinement) {
    text += "workers: " + confinement.error().message + "\n";
    return;
  }
  const auto yes = [](bool value) { return value ? "yes" : "no"; };
  text += fmt::format("workers: memory limit {}, no new privileges {}, Landlock {}, seccomp {}\n",
                      yes(confinement->memory_limit), yes(confinement->no_new_privileges),
                      yes(confinement->landlock), yes(confinement->seccomp));
}

}  // namespace

int RunDoctor(const Options& options) {
  std::string text = VersionText() + "\n\n";
  const std::unique_ptr<Session> session = Session::Open(options);
  if (session == nullptr || !session->BuildModel()) return kUsage;
  const Analysis& analysis = session->analysis();
  text += fmt::format(
      "workspace: {}\nconfig: {}\n", EscapeForTerminal(session->root()),
      analysis.config().path.empty() ? "none" : EscapeForTerminal(analysis.config().path));
  AppendSources(analysis, text);
  AppendConfinement(text);
  const Graph& graph = analysis.graph();
  text += fmt::format("graph: {} files, {} externals, {} edges, {} unresolved\n",
                      graph.file_count(), graph.node_count() - graph.file_count(),
                      graph.edges().size(), graph.unresolved().size());
  for (size_t i = 0; i < std::min(kMaxListed, graph.unresolved().size()); ++i) {
    const UnresolvedImport& import = graph.unresolved()[i];
    text +=
        fmt::format("  {}:{}: {}\n", EscapeForTerminal(graph.name(import.from)),
                    import.location.begin.line, EscapeForTerminal(UnresolvedText(graph, import)));
  }
  if (graph.unresolved().size() > kMaxListed) {
    text += fmt::format("  and {} more: krepis check --show-unknown\n",
                        graph.unresolved().size() - kMaxListed);
  }
  return WriteStdout(text) ? kClean : kUsage;
}

}  // namespace krepis::analyzer
