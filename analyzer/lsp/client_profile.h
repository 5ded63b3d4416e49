#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/lsp/json.h"
#include "analyzer/lsp/position.h"

namespace krepis::analyzer {

/// What a user may set: `initializationOptions`, and the section `krepis` of the workspace's
/// configuration, which comes later and wins.
struct ServerSettings {
  bool code_lens = false;
  // Of workspaces that are opened from then on.
  unsigned jobs = 0;      // 0: one per processor
  std::string config;     // instead of the nearest krepis.toml
  bool compiler = false;  // C and C++ are read with a compiler where there is a database
};

/// Takes over the members that are there and of the right type.
void ReadSettings(const Json& value, ServerSettings& settings);

/// What a client says of itself in `initialize`.
struct ClientProfile {
  PositionEncoding encoding = PositionEncoding::kUtf16;
  std::optional<int64_t> process;
  std::vector<std::string> folders;  // absolute paths
  ServerSettings settings;

  bool pulls_diagnostics = false;
  bool refreshes_diagnostics = false;
  bool related_information = false;
  bool code_descriptions = false;
  bool diagnostic_versions = false;
  bool watches_files = false;
  bool progress = false;
  bool configuration = false;
  bool configuration_changes = false;  // are announced where that is asked for
  bool markdown = false;               // in hovers
  bool action_literals = false;
  bool document_changes = false;
  bool creates_files = false;
  bool text_contents = false;  // of documents of the server's own scheme
  bool refreshes_lenses = false;
};

ClientProfile ReadClientProfile(const Json& initialize_params);

/// What the server answers to `initialize`.
Json ServerCapabilities(const ClientProfile& client);

/// The URI of a rule's page, which `workspace/textDocumentContent` serves.
std::string RulePageUri(std::string_view rule);
/// The rule of such a URI; empty for any other one.
std::string RuleOfPage(std::string_view uri);

}  // namespace krepis::analyzer
