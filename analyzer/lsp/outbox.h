#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

namespace krepis::analyzer {

/// The messages to a client, written by a thread of its own: a client that reads slowly, or never,
/// holds up nobody. What it has not read yet is bounded: of messages with one key only the latest
/// is kept, those that may be lost are, and who makes answers waits for room. Thread-safe.
class Outbox {
 public:
  /// Bytes that wait before WaitForRoom() waits, and before Offer() drops.
  static constexpr size_t kRoom = 32'000'000;
  static constexpr size_t kRoomForOffers = 1'000'000;

  /// Writes to `fd`, which it does not close; the process ignores SIGPIPE. `broken` is called once,
  /// from the thread, when nothing can be written any more.
  Outbox(int fd, std::function<void()> broken);
  /// Does not wait for the client.
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  /// Each takes the body of a message and returns at once.
  void Send(std::string body);
  /// In the place of an unsent one with the same key.
  void SendLatest(std::string_view key, std::string body);
  /// Dropped while much waits.
  void Offer(std::string body);

  /// Returns when there is room, when nothing can be written any more, or when Stop() is called.
  void WaitForRoom();
  /// Waits until everything is written, at most so long.
  void Flush(std::chrono::milliseconds patience);
  void Stop();

 private:
  struct Entry {
    std::string key;
    std::string body;
  };
  void Run();
  /// False: nothing can be written any more.
  bool WriteAll(std::string_view bytes);
  void Add(std::string_view key, std::string body, bool may_drop);

  const int fd_;
  int wake_ = -1;  // an eventfd that ends a wait for the client
  std::function<void()> broken_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Entry> entries_;
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
  size_t bytes_ = 0;
  bool writing_ = false;
  bool stopped_ = false;
  bool is_broken_ = false;
  std::thread thread_;
};

}  // namespace krepis::analyzer
