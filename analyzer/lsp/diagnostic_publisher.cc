#include "analyzer/lsp/diagnostic_publisher.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace krepis::analyzer {
namespace {

/// Files that go into one partial result.
constexpr size_t kChunk = 100;

Json FullReport(const DiagnosticTable::Entry* entry) {
  return {{"kind", "full"},
          {"resultId", entry == nullptr ? kNoDiagnostics : entry->result_id},
          {"items", entry == nullptr ? Json::array() : entry->items}};
}

}  // namespace

void DiagnosticPublisher::Reply(const Json& id, Json result) const {
  inbox_.Done(id);
  outbox_.Send(MakeResult(id, std::move(result)));
}

void DiagnosticPublisher::Publish(const LiveFolder& folder, std::string_view path) const {
  const DiagnosticTable::Entry* entry = folder.diagnostics.Find(path);
  const std::string uri = folders_.UriOf(folder, path);
  Json params = {{"uri", uri}, {"diagnostics", entry == nullptr ? Json::array() : entry->items}};
  if (client_.diagnostic_versions) {
    if (const auto version = folders_.VersionOf(folder, path)) params["version"] = *version;
  }
  outbox_.SendLatest("diagnostics " + uri,
                     MakeNotification("textDocument/publishDiagnostics", std::move(params)));
}

void DiagnosticPublisher::Refresh(LiveFolder& folder, bool from_disk) {
  const std::vector<std::string> changed = folder.diagnostics.Refresh(
      *folder.live, client_, [&](std::string_view path) { return folders_.UriOf(folder, path); });
  if (!client_.pulls_diagnostics) {
    for (const std::string& path : changed) Publish(folder, path);
    return;
  }
  for (auto held = held_.begin(); held != held_.end();) {
    held = Answer(*held) ? held_.erase(held) : std::next(held);
  }
  if (from_disk && !changed.empty() && client_.refreshes_diagnostics) {
    outbox_.SendLatest("refresh",
                       MakeRequest(kRefreshRequest, "workspace/diagnostic/refresh", nullptr));
  }
}

void DiagnosticPublisher::Clear(const LiveFolder& folder) {
  if (client_.pulls_diagnostics) {
    for (auto held = held_.begin(); held != held_.end();) {
      held = Answer(*held) ? held_.erase(held) : std::next(held);
    }
    return;
  }
  for (const auto& [path, entry] : folder.diagnostics.entries()) {
    const std::string uri = folders_.UriOf(folder, path);
    outbox_.SendLatest("diagnostics " + uri,
                       MakeNotification("textDocument/publishDiagnostics",
                                        {{"uri", uri}, {"diagnostics", Json::array()}}));
  }
}

Json DiagnosticPublisher::DocumentReport(const Json& params) const {
  const Json* document = Member(params, "textDocument");
  std::string path;
  const LiveFolder* folder =
      document == nullptr ? nullptr : folders_.OfUri(Text(*document, "uri"), path);
  const DiagnosticTable::Entry* entry =
      folder == nullptr ? nullptr : folder->diagnostics.Find(path);
  const std::string_view id =
      entry == nullptr ? kNoDiagnostics : std::string_view(entry->result_id);
  if (Text(params, "previousResultId") == id) return {{"kind", "unchanged"}, {"resultId", id}};
  return FullReport(entry);
}

bool DiagnosticPublisher::Answer(const Held& held) const {
  Json items = Json::array();
  std::map<std::string, std::string> gone = held.previous;
  const auto add = [&](const std::string& uri, Json version, const DiagnosticTable::Entry* entry) {
    Json report = FullReport(entry);
    report["uri"] = uri;
    report["version"] = std::move(version);
    items.push_back(std::move(report));
  };
  for (const auto& folder : folders_.all()) {
    for (const auto& [path, entry] : folder->diagnostics.entries()) {
      const std::string uri = folders_.UriOf(*folder, path);
      gone.erase(uri);
      const auto known = held.previous.find(uri);
      if (known != held.previous.end() && known->second == entry.result_id) continue;
      const auto version = folders_.VersionOf(*folder, path);
      add(uri, version ? Json(*version) : Json(nullptr), &entry);
    }
  }
  for (const auto& [uri, id] : gone) {
    if (id != kNoDiagnostics) add(uri, nullptr, nullptr);
  }
  if (items.empty()) return false;
  if (held.token.is_null()) {
    Reply(held.id, {{"items", std::move(items)}});
    return true;
  }
  for (size_t at = 0; at < items.size(); at += kChunk) {
    Json chunk = Json::array();
    for (size_t i = at; i < std::min(items.size(), at + kChunk); ++i) {
      chunk.push_back(std::move(items[i]));
    }
    outbox_.Send(MakeNotification(
        "$/progress", {{"token", held.token}, {"value", {{"items", std::move(chunk)}}}}));
  }
  Reply(held.id, {{"items", Json::array()}});
  return true;
}

void DiagnosticPublisher::WorkspaceReport(const Json& id, const Json& params) {
  // Whoever asks again has no use for the older question.
  Release();
  Held held;
  held.id = id;
  if (const Json* token = Member(params, "partialResultToken");
      token != nullptr && (token->is_string() || token->is_number_integer())) {
    held.token = *token;
  }
  if (const Json* previous = Member(params, "previousResultIds");
      previous != nullptr && previous->is_array()) {
    for (const Json& one : *previous) held.previous[Text(one, "uri")] = Text(one, "value");
  }
  if (Answer(held)) return;
  if (held.token.is_null()) {
    Reply(id, {{"items", Json::array()}});
  } else {
    held_.push_back(std::move(held));
  }
}

void DiagnosticPublisher::Cancel(const Json& id) {
  for (auto held = held_.begin(); held != held_.end(); ++held) {
    if (held->id != id) continue;
    inbox_.Done(id);
    outbox_.Send(MakeError(id, RpcCode::kRequestCancelled, "cancelled"));
    held_.erase(held);
    return;
  }
}

void DiagnosticPublisher::Release() {
  for (const Held& held : held_) Reply(held.id, {{"items", Json::array()}});
  held_.clear();
}

}  // namespace krepis::analyzer
