// How a server begins, and what its client may change later: folders and settings.

#include <unistd.h>

#include <utility>

#include "analyzer/lsp/server.h"
#include "analyzer/lsp/uri.h"

namespace krepis::analyzer {
Json Server::Initialize(const Json& params) {
  client_ = ReadClientProfile(params);
  state_ = State::kInitialized;
  if (client_.process) watch_process_(*client_.process);
  return {{"capabilities", ServerCapabilities(client_)},
          {"serverInfo", {{"name", "krepis"}, {"version", KREPIS_VERSION}}}};
}

void Server::Initialized() {
  if (started_) return;
  started_ = true;
  if (client_.watches_files) RegisterWatchers();
  if (client_.configuration && client_.configuration_changes) RegisterConfiguration();
  if (client_.configuration) AskConfiguration();
  for (const std::string& folder : client_.folders) AddFolder(folder);
}

void Server::RegisterWatchers() {
  // What is of interest no pattern says: see IsOfInterest(). Of a folder that comes or goes clients
  // do not always say what is in it.
  const Json watchers = Json::array({{{"globPattern", "**/*"}}});
  Ask("client/registerCapability",
      {{"registrations",
        {{{"id", "krepis-files"},
          {"method", "workspace/didChangeWatchedFiles"},
          {"registerOptions", {{"watchers", watchers}}}}}}},
      {});
}

void Server::RegisterConfiguration() {
  Ask("client/registerCapability",
      {{"registrations",
        {{{"id", "krepis-settings"},
          {"method", "workspace/didChangeConfiguration"},
          {"registerOptions", {{"section", "krepis"}}}}}}},
      {});
}

void Server::AskConfiguration() {
  Ask("workspace/configuration", {{"items", {{{"section", "krepis"}}}}},
      [this](const Json& values) {
        if (values.is_array() && !values.empty()) ChangeConfiguration(values[0]);
      });
}

void Server::ChangeConfiguration(const Json& settings) {
  const bool lenses = client_.settings.code_lens;
  ReadSettings(settings, client_.settings);
  if (lenses != client_.settings.code_lens && client_.refreshes_lenses) {
    Ask("workspace/codeLens/refresh", nullptr, {});
  }
}

void Server::AddFolder(const std::string& path) {
  const Result<void> added = folders_.Add(path);
  if (!added) Log(1, added.error().message);
}

void Server::RemoveFolder(const std::string& path) {
  const std::unique_ptr<LiveFolder> gone = folders_.Remove(path);
  if (gone == nullptr) return;
  publisher_.Clear(*gone);
  if (!client_.watches_files) watcher_.Watch(gone->live->root(), {});
}

void Server::ChangeFolders(const Json& params) {
  const auto each = [&](std::string_view which, auto&& visit) {
    const Json* folders = Member(params, {"event", which});
    if (folders == nullptr || !folders->is_array()) return;
    for (const Json& folder : *folders) {
      if (const std::optional<std::string> path = PathOfUri(Text(folder, "uri"))) visit(*path);
    }
  };
  each("removed", [&](const std::string& path) { RemoveFolder(path); });
  each("added", [&](const std::string& path) { AddFolder(path); });
}

}  // namespace krepis::analyzer
