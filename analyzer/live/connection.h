#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace krepis::analyzer {

/// One end of a talk between two processes, in whole messages. Not thread-safe.
class Connection {
 public:
  using Patience = std::chrono::milliseconds;

  /// Takes a connected stream socket that does not block; -1: none, and nothing works.
  explicit Connection(int fd) : fd_(fd) {}
  ~Connection();
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&&) = delete;

  bool connected() const { return fd_ >= 0; }
  /// Whether at the other end is a process of this user.
  bool IsOfThisUser() const;
  /// False: the other end is gone, or did not take it in time.
  bool Send(std::string_view message, Patience patience);
  /// None: the other end is gone, sent more than that, or not a whole message in time.
  std::optional<std::string> Receive(size_t max_bytes, Patience patience);

 private:
  using Clock = std::chrono::steady_clock;
  bool Ready(short events, Clock::time_point until) const;
  bool Write(std::string_view bytes, Clock::time_point until);
  bool Read(char* bytes, size_t count, Clock::time_point until);

  int fd_;
};

}  // namespace krepis::analyzer
