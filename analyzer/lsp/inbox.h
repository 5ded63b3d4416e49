#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "analyzer/lsp/json_rpc.h"

namespace krepis::analyzer {

/// Nothing more comes from the client: its stream ended or cannot be followed, or its process did.
struct InputEnd {
  std::string why;
};
/// Absolute paths that may have changed on the disk; empty: anything may have.
struct FilesTouched {
  std::vector<std::string> paths;
};
using ServerEvent = std::variant<RpcMessage, FilesTouched, InputEnd>;

/// What the server has to do, from the threads that hear of it to the one that does it. Bounded in
/// bytes: the thread that reads waits. Thread-safe.
class Inbox {
 public:
  static constexpr size_t kRoom = 128'000'000;

  /// A message of so many bytes. Waits for room, unless the inbox is closed.
  void Push(RpcMessage message, size_t bytes);
  /// Joined with one that waits.
  void PushTouched(FilesTouched touched);
  void PushEnd(InputEnd end);

  /// The next event; nullopt when none came until `deadline` (absent: waits for one).
  using Clock = std::chrono::steady_clock;
  std::optional<ServerEvent> Pop(std::optional<Clock::time_point> deadline);
  /// The answer to the server's own request `id`, before what came earlier; nullopt when it has not
  /// come yet.
  std::optional<RpcMessage> TakeAnswer(int64_t id);
  bool empty() const;
  /// Whether a request waits, or the end of the client has come.
  bool IsPressing() const;
  /// Whether the end, `shutdown` or `exit` has come: nothing new is worth its time.
  bool IsEnding() const;

  /// Whether the client has taken back a request that is not done.
  bool IsCancelled(const Json& id) const;
  /// The request was answered.
  void Done(const Json& id);
  /// Nobody pops any more.
  void Close();

 private:
  struct Entry {
    ServerEvent event;
    size_t bytes = 0;
  };
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Entry> entries_;
  size_t bytes_ = 0;
  size_t requests_ = 0;              // among the entries
  std::set<std::string> open_;       // ids of requests that are not done, as JSON
  std::set<std::string> cancelled_;  // of these
  bool ended_ = false;
  bool ending_ = false;
  bool closed_ = false;
};

}  // namespace krepis::analyzer
