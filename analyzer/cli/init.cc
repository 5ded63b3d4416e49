#include <fmt/format.h>

#include <map>

#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/core/escape.h"
#include "analyzer/engine/inferred_layers.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kFile = "krepis.toml";

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// The errors of today by rule, which the first version of the file lets pass.
using ErrorCounts = std::map<std::string, size_t>;

std::string ConfigText(const Model& model, const InferredModules& modules,
                       const InferredLayers& layers, const ErrorCounts& findings) {
  std::string text =
      "# The architecture as it is today. Change it to what it should be: krepis check holds the "
      "code to it.\nversion = 1\n";
  if (const size_t unresolved = model.graph.unresolved().size(); unresolved > 0) {
    text += fmt::format(
        "\n[workspace]\n# Imports that resolve to nothing, listed by krepis doctor.\n"
        "unresolved = {{ max = {} }}\n",
        unresolved);
  }
  if (!findings.empty()) {
    text += "\n# Errors that are there today. Mend them, then take the line away.\n[severity]\n";
    for (const auto& [rule, count] : findings)
      text += fmt::format("{} = \"warning\"  # {}\n", Quoted(rule), count);
  }
  text += '\n';
  for (const InferredModule& module : modules.modules)
    text += fmt::format("[modules.{}]\nfiles = [{}]\n", module.name, Quoted(module.glob));
  if (!layers.rows.empty()) {
    text +=
        "\n[layers]\n# Top to bottom: a layer may use what stands below it. \"a | b\" may not use "
        "each other, \"a , b\" may.\norder = [\n";
    for (const std::string& row : layers.rows) text += fmt::format("  {},\n", Quoted(row));
    text += "]\n";
  }
  if (!model.chains.presets().empty()) {
    text += "\n[ordering]\npresets = [";
    for (const char* separator = ""; const Preset* preset : model.chains.presets()) {
      text += separator + Quoted(preset->name);
      separator = ", ";
    }
    text += "]\n";
  }
  return text;
}

/// What `krepis check` would report as errors with that file. False, and said, when it cannot be
/// used.
bool FindErrors(const Options& options, const std::string& text, ErrorCounts& findings) {
  const std::unique_ptr<Session> session = Session::OpenWith(options, std::string(kFile), text);
  if (session == nullptr) return false;
  const Analysis::Outcome outcome = session->analysis().Run();
  PrintConfigErrors(outcome.config_errors);
  for (const Diagnostic& finding : outcome.report.violations) {
    if (finding.severity == Severity::kError) ++findings[finding.rule];
  }
  return outcome.config_errors.empty();
}

}  // namespace

int RunInit(const Options& options) {
  const std::unique_ptr<Session> session = Session::Open(options);
  if (session == nullptr) return kUsage;
  if (const std::string& config = session->analysis().request().config_path; !config.empty()) {
    Say(fmt::format("error: {} is there already; take it away to begin anew", config));
    return kUsage;
  }
  if (!session->BuildModel()) return kUsage;
  const Model& model = session->analysis().model();
  std::vector<std::string_view> files;
  for (uint32_t i = 1; i <= model.graph.file_count(); ++i)
    files.push_back(model.graph.name(NodeId{i}));
  if (files.empty()) {
    Say(fmt::format("error: no source files in {}", session->root()));
    return kUsage;
  }
  const InferredModules modules = InferModules(files, model.packages);
  const InferredLayers layers = InferLayers(model, modules);

  ErrorCounts findings;
  if (!FindErrors(options, ConfigText(model, modules, layers, {}), findings)) return kUsage;
  const std::string path = session->root() + "/" + std::string(kFile);
  if (const Result<void> written = WriteFile(path, ConfigText(model, modules, layers, findings));
      !written) {
    Say("error: " + written.error().message);
    return kUsage;
  }
  std::string summary =
      fmt::format("wrote {}: {} files in {} modules, {} layers\n", EscapeForTerminal(path),
                  files.size(), modules.modules.size(), layers.rows.size());
  for (const std::vector<uint32_t>& cycle : layers.cycles) {
    summary += "  in a cycle, so in one layer:";
    for (const uint32_t module : cycle) summary += " " + modules.modules[module].name;
    summary += '\n';
  }
  for (const auto& [rule, count] : findings) {
    summary += fmt::format("  {} of {} {} there today: a warning until mended\n", count, rule,
                           count == 1 ? "is" : "are");
  }
  return WriteStdout(summary + "Read it, then: krepis check\n") ? kClean : kUsage;
}

}  // namespace krepis::analyzer
