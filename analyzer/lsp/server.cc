#include "analyzer/lsp/server.h"

#include <exception>
#include <utility>

#include "analyzer/lsp/document_view.h"
#include "analyzer/lsp/uri.h"

namespace krepis::analyzer {
namespace {

struct Feature {
  Json (*answer)(const DocumentView&, const Json&);
  bool places_in_document = false;  // as the analysis has them are part of the answer
  bool places_in_config = false;
};

const std::map<std::string, Feature>& Features() {
  static const std::map<std::string, Feature> features = {
      {"textDocument/hover", {Hover, true}},
      {"textDocument/codeAction", {CodeActions, true}},
      {"textDocument/codeLens", {CodeLenses}},
      {"textDocument/definition", {Definition, true, true}},
      {"textDocument/completion", {Completion}},
  };
  return features;
}

/// Edits that go on and on are analysed at least this often.
constexpr std::chrono::milliseconds kLongestWait{200};
/// LSP 3.17, FileChangeType.
constexpr int64_t kChanged = 2;

}  // namespace

Server::Server(Inbox& inbox, Outbox& outbox, std::function<void(int64_t)> watch_process)
    : inbox_(inbox),
      outbox_(outbox),
      watch_process_(std::move(watch_process)),
      watcher_(
          [&inbox](std::vector<std::string> paths) { inbox.PushTouched({std::move(paths)}); }) {}

int Server::Run() {
  bool failed = false;  // the last Update(): it would again, until something else comes
  while (!done_) {
    const bool work = !failed && HasWork();
    if (work && !waiting_since_) waiting_since_ = Inbox::Clock::now();
    if (work && (inbox_.empty() || Inbox::Clock::now() - *waiting_since_ > kLongestWait)) {
      failed = !Guard("an analysis", [&] { Update(Patience::kUntilPressed); });
      if (inbox_.empty()) continue;
    }
    std::optional<ServerEvent> event = inbox_.Pop(std::nullopt);
    failed = false;
    if (event) Guard("an event", [&] { Handle(std::move(*event)); });
  }
  inbox_.Close();
  return exit_code_;
}

bool Server::Guard(std::string_view what, const std::function<void()>& step) {
  try {
    step();
    return true;
  } catch (const std::exception& bug) {
    Log(1, "internal error in " + std::string(what) + ": " + bug.what());
    return false;
  }
}

void Server::Handle(ServerEvent event) {
  if (auto* touched = std::get_if<FilesTouched>(&event)) {
    folders_.Touch(touched->paths);
  } else if (std::holds_alternative<InputEnd>(event)) {
    exit_code_ = state_ == State::kShutDown ? 0 : 1;
    done_ = true;
  } else {
    Handle(std::get<RpcMessage>(std::move(event)));
  }
}

void Server::Handle(RpcMessage message) {
  // What a client sends is checked where it is read; should something have been missed, it costs
  // this message alone.
  try {
    switch (message.kind) {
      case RpcMessage::Kind::kRequest:
        return HandleRequest(message);
      case RpcMessage::Kind::kNotification:
        return HandleNotification(message);
      case RpcMessage::Kind::kResponse:
        return HandleResponse(message);
    }
  } catch (const std::exception& bug) {
    Log(1, "internal error in " + message.method + ": " + bug.what());
    if (message.kind != RpcMessage::Kind::kRequest) return;
    inbox_.Done(message.id);
    outbox_.Send(MakeError(message.id, RpcCode::kInternalError, bug.what()));
  }
}

void Server::HandleRequest(const RpcMessage& request) {
  const auto refuse = [&](RpcCode code, std::string_view why) {
    inbox_.Done(request.id);
    outbox_.Send(MakeError(request.id, code, why));
  };
  const auto answer = [&](Json result) {
    inbox_.Done(request.id);
    outbox_.Send(MakeResult(request.id, std::move(result)));
  };
  if (state_ == State::kShutDown) {
    return refuse(RpcCode::kInvalidRequest, "the server is shut down");
  }
  if (request.method == "initialize") {
    if (state_ != State::kNew) {
      return refuse(RpcCode::kInvalidRequest, "initialize comes once");
    }
    return answer(Initialize(request.params));
  }
  if (state_ == State::kNew) {
    return refuse(RpcCode::kServerNotInitialized, "initialize comes first");
  }
  if (request.method == "shutdown") {
    state_ = State::kShutDown;
    publisher_.Release();
    return answer(nullptr);
  }
  if (inbox_.IsCancelled(request.id)) return refuse(RpcCode::kRequestCancelled, "cancelled");
  if (request.method == "workspace/textDocumentContent") return answer(TextContent(request.params));
  if (request.method == "textDocument/diagnostic") {
    Update(Patience::kWhole);
    if (inbox_.IsCancelled(request.id)) return refuse(RpcCode::kRequestCancelled, "cancelled");
    return answer(publisher_.DocumentReport(request.params));
  }
  if (request.method == "workspace/diagnostic") {
    Update(Patience::kWhole);
    if (inbox_.IsCancelled(request.id)) return refuse(RpcCode::kRequestCancelled, "cancelled");
    return publisher_.WorkspaceReport(request.id, request.params);
  }
  std::variant<Json, RpcCode> result = AnswerAbout(request.method, request.params);
  if (inbox_.IsCancelled(request.id)) return refuse(RpcCode::kRequestCancelled, "cancelled");
  if (const RpcCode* code = std::get_if<RpcCode>(&result)) {
    return refuse(*code, *code == RpcCode::kMethodNotFound
                             ? "no such method: " + request.method
                             : "the document has changed since it was analysed");
  }
  answer(std::get<Json>(std::move(result)));
}

void Server::HandleNotification(const RpcMessage& notification) {
  const std::string& method = notification.method;
  const Json& params = notification.params;
  if (method == "exit") {
    exit_code_ = state_ == State::kShutDown ? 0 : 1;
    done_ = true;
    return;
  }
  if (state_ != State::kInitialized) return;
  if (method == "initialized") return Initialized();
  if (method == "$/cancelRequest") {
    if (const Json* id = Member(params, "id")) publisher_.Cancel(*id);
  } else if (method == "textDocument/didOpen") {
    OpenDocument(params);
  } else if (method == "textDocument/didChange") {
    ChangeDocument(params);
  } else if (method == "textDocument/didClose") {
    if (const Json* document = Member(params, "textDocument"))
      folders_.Close(Text(*document, "uri"));
  } else if (method == "workspace/didChangeWatchedFiles") {
    ChangeFiles(params);
  } else if (method == "workspace/didChangeWorkspaceFolders") {
    ChangeFolders(params);
  } else if (method == "workspace/didChangeConfiguration") {
    if (client_.configuration) {
      AskConfiguration();
    } else if (const Json* settings = Member(params, {"settings", "krepis"})) {
      ChangeConfiguration(*settings);
    }
  }
}

void Server::HandleResponse(const RpcMessage& response) {
  if (!response.id.is_number_integer()) return;
  const auto asked = asked_.find(response.id.get<int64_t>());
  if (asked == asked_.end()) return;
  const std::function<void(const Json&)> then = std::move(asked->second);
  asked_.erase(asked);
  if (!response.failed && then) then(response.params);
}

std::variant<Json, RpcCode> Server::AnswerAbout(const std::string& method, const Json& params) {
  const auto found = Features().find(method);
  if (found == Features().end()) return RpcCode::kMethodNotFound;
  const Feature& feature = found->second;
  const Json* document = Member(params, "textDocument");
  if (document == nullptr) return Json(nullptr);
  const std::string uri = Text(*document, "uri");
  std::string path;
  LiveFolder* folder = folders_.OfUri(uri, path);
  if (folder == nullptr || path.empty()) return Json(nullptr);
  const auto is_current = [&] {
    return (!feature.places_in_document || folders_.IsCurrent(*folder, path)) &&
           (!feature.places_in_config || folders_.IsCurrent(*folder, folder->live->config_path()));
  };
  Update(is_current() ? Patience::kShort : Patience::kWhole);
  // The first analysis is followed by another one of what was written just before it.
  if (!is_current()) Update(Patience::kWhole);
  if (!folder->analysed) return Json(nullptr);
  if (!is_current()) return RpcCode::kContentModified;
  std::optional<std::string> text;
  const analyzer::OpenDocument* open = folders_.Find(uri);
  if (open != nullptr) {
    text = open->document.text();
  } else {
    text = folder->live->Text(path);
  }
  if (!text) return Json(nullptr);
  DocumentView view = {folders_, *folder, client_, uri, path, std::move(*text), LineIndex({})};
  view.lines = LineIndex(view.text, open == nullptr ? ByteOrderMark(view.text) : 0);
  return feature.answer(view, params);
}

Json Server::TextContent(const Json& params) const {
  const std::string rule = RuleOfPage(analyzer::Text(params, "uri"));
  for (const auto& folder : folders_.all()) {
    for (const RuleDescription& description : folder->live->rules()) {
      if (description.id == rule) return {{"text", description.markdown}};
    }
  }
  return {{"text", "There is no rule '" + rule + "'."}};
}

void Server::OpenDocument(const Json& params) {
  const Json* document = Member(params, "textDocument");
  if (document == nullptr) return;
  const Result<void> opened = folders_.Open(Text(*document, "uri"), Text(*document, "text"),
                                            Integer(*document, "version").value_or(0));
  if (!opened) Log(2, opened.error().message);
}

void Server::ChangeDocument(const Json& params) {
  const Json* document = Member(params, "textDocument");
  const Json* changes = Member(params, "contentChanges");
  if (document == nullptr || changes == nullptr) return;
  const std::string uri = Text(*document, "uri");
  const analyzer::OpenDocument* open = folders_.Find(uri);
  if (open == nullptr) return;
  const int64_t version = Integer(*document, "version").value_or(open->document.version() + 1);
  if (!folders_.Edit(uri, *changes, version)) {
    Log(2, "a change of " + uri + " was not applied: it is of an old version, or cannot be read");
  }
}

void Server::ChangeFiles(const Json& params) {
  const Json* changes = Member(params, "changes");
  if (changes == nullptr || !changes->is_array()) return;
  std::vector<std::string> paths;
  for (const Json& change : *changes) {
    std::optional<std::string> path = PathOfUri(Text(change, "uri"));
    if (!path) continue;
    const size_t git = path->find("/.git/");
    if (git != path->npos && path->substr(git) != "/.git/info/exclude") continue;
    const FileChange change_kind =
        Integer(change, "type") == kChanged ? FileChange::kText : FileChange::kPresence;
    if (IsOfInterest(path->substr(path->rfind('/') + 1), change_kind) || folders_.IsFolder(*path)) {
      paths.push_back(std::move(*path));
    }
  }
  if (!paths.empty()) folders_.Touch(paths);
}

void Server::Log(int type, const std::string& text) {
  outbox_.Offer(
      MakeNotification("window/logMessage", {{"type", type}, {"message", "krepis: " + text}}));
}

int64_t Server::Ask(const std::string& method, Json params, std::function<void(const Json&)> then) {
  const int64_t id = next_request_++;
  asked_[id] = std::move(then);
  outbox_.Send(MakeRequest(id, method, std::move(params)));
  return id;
}

}  // namespace krepis::analyzer
