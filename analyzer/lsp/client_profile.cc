#include "analyzer/lsp/client_profile.h"

#include "analyzer/lsp/uri.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kScheme = "krepis";
constexpr std::string_view kPages = "krepis://explain/";

void AddFolder(const std::string& uri, ClientProfile& client) {
  if (std::optional<std::string> path = PathOfUri(uri)) client.folders.push_back(std::move(*path));
}

}  // namespace

void ReadSettings(const Json& value, ServerSettings& settings) {
  if (const Json* lens = Member(value, "codeLens"); lens != nullptr && lens->is_boolean()) {
    settings.code_lens = lens->get<bool>();
  }
  if (const Json* compiler = Member(value, "compiler");
      compiler != nullptr && compiler->is_boolean()) {
    settings.compiler = compiler->get<bool>();
  }
  if (const Json* config = Member(value, "config"); config != nullptr && config->is_string()) {
    settings.config = config->get<std::string>();
  }
  if (const std::optional<int64_t> jobs = Integer(value, "jobs");
      jobs && *jobs >= 0 && *jobs <= 256) {
    settings.jobs = static_cast<unsigned>(*jobs);
  }
}

ClientProfile ReadClientProfile(const Json& params) {
  ClientProfile client;
  client.process = Integer(params, "processId");
  if (const Json* options = Member(params, "initializationOptions")) {
    ReadSettings(*options, client.settings);
  }
  const Json* folders = Member(params, "workspaceFolders");
  if (folders != nullptr && folders->is_array() && !folders->empty()) {
    for (const Json& folder : *folders) AddFolder(Text(folder, "uri"), client);
  } else if (const std::string root = Text(params, "rootUri"); !root.empty()) {
    AddFolder(root, client);
  } else if (const std::string path = Text(params, "rootPath"); path.starts_with('/')) {
    client.folders.push_back(path);
  }
  const Json* found = Member(params, "capabilities");
  if (found == nullptr) return client;
  const Json& can = *found;
  client.encoding = ChooseEncoding(can);
  client.pulls_diagnostics = Member(can, {"textDocument", "diagnostic"}) != nullptr;
  client.refreshes_diagnostics = Flag(can, {"workspace", "diagnostics", "refreshSupport"});
  client.related_information =
      Flag(can, {"textDocument", "publishDiagnostics", "relatedInformation"}) ||
      Flag(can, {"textDocument", "diagnostic", "relatedInformation"});
  client.code_descriptions =
      Flag(can, {"textDocument", "publishDiagnostics", "codeDescriptionSupport"}) ||
      Flag(can, {"textDocument", "diagnostic", "codeDescriptionSupport"});
  client.diagnostic_versions = Flag(can, {"textDocument", "publishDiagnostics", "versionSupport"});
  client.watches_files = Flag(can, {"workspace", "didChangeWatchedFiles", "dynamicRegistration"});
  client.progress = Flag(can, {"window", "workDoneProgress"});
  client.configuration = Flag(can, {"workspace", "configuration"});
  client.configuration_changes =
      Flag(can, {"workspace", "didChangeConfiguration", "dynamicRegistration"});
  client.markdown = Lists(can, {"textDocument", "hover", "contentFormat"}, "markdown");
  client.action_literals =
      Member(can, {"textDocument", "codeAction", "codeActionLiteralSupport"}) != nullptr;
  client.document_changes = Flag(can, {"workspace", "workspaceEdit", "documentChanges"});
  client.creates_files = Lists(can, {"workspace", "workspaceEdit", "resourceOperations"}, "create");
  client.text_contents = Member(can, {"workspace", "textDocumentContent"}) != nullptr;
  client.refreshes_lenses = Flag(can, {"workspace", "codeLens", "refreshSupport"});
  return client;
}

Json ServerCapabilities(const ClientProfile& client) {
  Json can = {
      {"positionEncoding", PositionEncodingName(client.encoding)},
      {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", false}}},
      {"hoverProvider", true},
      {"definitionProvider", true},
      {"completionProvider", {{"triggerCharacters", {"\"", "[", "."}}}},
      {"codeLensProvider", {{"resolveProvider", false}}},
      {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}},
  };
  if (client.action_literals) {
    can["codeActionProvider"] = {{"codeActionKinds", {"quickfix.krepis"}}};
  }
  if (client.pulls_diagnostics) {
    can["diagnosticProvider"] = {
        {"identifier", "krepis"}, {"interFileDependencies", true}, {"workspaceDiagnostics", true}};
  }
  if (client.text_contents) {
    can["workspace"]["textDocumentContent"] = {{"schemes", {kScheme}}};
  }
  return can;
}

std::string RulePageUri(std::string_view rule) { return std::string(kPages) + std::string(rule); }

std::string RuleOfPage(std::string_view uri) {
  if (!uri.starts_with(kPages)) return {};
  return Unescape(uri.substr(kPages.size())).value_or("");
}

}  // namespace krepis::analyzer
