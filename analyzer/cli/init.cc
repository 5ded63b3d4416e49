#include <fmt/format.h>

#include <optional>
#include <vector>

#include "analyzer/cli/init_summary.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
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

std::string ConfigText(const Model& model, const InferredModules& modules,
                       const InferredLayers& layers) {
  std::string text =
      "# The architecture as it is today. Change it to what it should be: krepis check holds the "
      "code to it.\nversion = 1\n";
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

/// What `krepis check` would report with that file. Nullopt, and said, when it cannot be used.
std::optional<std::vector<Diagnostic>> FindViolations(const Options& options,
                                                      const std::string& text) {
  const std::unique_ptr<Session> session = Session::OpenWith(options, std::string(kFile), text);
  if (session == nullptr) return std::nullopt;
  Analysis::Outcome outcome = session->Run();
  PrintConfigErrors(outcome.config_errors);
  if (!outcome.config_errors.empty()) return std::nullopt;
  return std::move(outcome.report.violations);
}

}  // namespace

int RunInit(const Options& options) {
  const std::unique_ptr<Session> session = Session::Open(options);
  if (session == nullptr) return kUsage;
  if (const std::string& config = session->analysis().request().config_path; !config.empty()) {
    Say(fmt::format("error: {} is there already; take it away to begin anew", config));
    return kUsage;
  }
  const Result<std::optional<std::string>> baseline = session->ReadBaseline();
  if (!baseline || *baseline) {
    Say(fmt::format("error: {} is there already; take it away to begin anew",
                    session->baseline_path()));
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

  const std::string text = ConfigText(model, modules, layers);
  const auto violations = FindViolations(options, text);
  if (!violations) return kUsage;
  const std::string path = session->Absolute(std::string(kFile));
  std::vector<BaselineEntry> entries;
  for (const Diagnostic& violation : *violations) entries.push_back(EntryOf(violation));
  Result<void> written = WriteFile(path, text);
  if (written && !entries.empty())
    written = WriteFile(session->Absolute(session->baseline_path()), FormatBaseline(entries));
  if (!written) {
    Say("error: " + written.error().message);
    return kUsage;
  }
  const InitOutcome outcome{
      model, modules, layers, path, entries.empty() ? "" : session->baseline_path(), *violations};
  return WriteStdout(InitSummary(outcome)) ? kClean : kUsage;
}

}  // namespace krepis::analyzer
