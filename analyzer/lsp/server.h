#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "analyzer/lsp/client_profile.h"
#include "analyzer/lsp/diagnostic_publisher.h"
#include "analyzer/lsp/file_watcher.h"
#include "analyzer/lsp/inbox.h"
#include "analyzer/lsp/live_folders.h"
#include "analyzer/lsp/outbox.h"

namespace krepis::analyzer {

/// The language server for one client: takes events from an inbox one by one, keeps the workspaces
/// analysed, answers. Edits that wait are applied together, then analysed once.
class Server {
 public:
  /// `watch_process` is told the client's process.
  Server(Inbox& inbox, Outbox& outbox, std::function<void(int64_t)> watch_process);

  /// Until the client is gone. Returns the exit code of the process: 0 after `shutdown`.
  int Run();

 private:
  enum class State : uint8_t { kNew, kInitialized, kShutDown };

  /// Does a step of Run(). False: an exception got out of it, which is a bug, and is logged.
  bool Guard(std::string_view what, const std::function<void()>& step);
  void Handle(ServerEvent event);
  void Handle(RpcMessage message);
  void HandleRequest(const RpcMessage& request);
  void HandleNotification(const RpcMessage& notification);
  void HandleResponse(const RpcMessage& response);

  // Lifecycle.
  Json Initialize(const Json& params);
  void Initialized();
  void RegisterWatchers();
  void RegisterConfiguration();
  void AskConfiguration();
  void ChangeConfiguration(const Json& settings);
  void AddFolder(const std::string& path);
  void RemoveFolder(const std::string& path);
  void ChangeFolders(const Json& params);

  // Documents and files.
  void ChangeDocument(const Json& params);
  void OpenDocument(const Json& params);
  void ChangeFiles(const Json& params);

  // Analysis.
  enum class Patience : uint8_t { kWhole, kShort, kUntilPressed };
  bool HasWork() const;
  /// Analyses what changed. kShort: gives up soon where there is an older analysis to answer from;
  /// kUntilPressed: likewise as soon as a request waits.
  void Update(Patience patience);
  void Update(LiveFolder& folder, Patience patience);
  /// Watches the folders of a workspace whose files were read since that time.
  void WatchFiles(LiveFolder& folder, std::filesystem::file_time_type read_since);

  /// The answer to a request about a document, or why there is none: there is no such method, or
  /// the document has changed since it was last analysed.
  std::variant<Json, RpcCode> AnswerAbout(const std::string& method, const Json& params);
  Json TextContent(const Json& params) const;
  void Log(int type, const std::string& text);
  /// Returns the id of the request. `then` hears of an answer that is no error.
  int64_t Ask(const std::string& method, Json params, std::function<void(const Json&)> then);

  Inbox& inbox_;
  Outbox& outbox_;
  std::function<void(int64_t)> watch_process_;
  State state_ = State::kNew;
  bool done_ = false;
  bool started_ = false;  // `initialized` has come
  int exit_code_ = 1;
  ClientProfile client_;
  LiveFolders folders_{client_};
  DiagnosticPublisher publisher_{client_, folders_, inbox_, outbox_};
  FileWatcher watcher_;
  std::optional<Inbox::Clock::time_point> waiting_since_;  // the oldest change not analysed
  int64_t next_request_ = 1000;
  std::map<int64_t, std::function<void(const Json&)>> asked_;
};

}  // namespace krepis::analyzer
