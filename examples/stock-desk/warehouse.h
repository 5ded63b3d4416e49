#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace stock {

/// A client as there are many: it answers by callback, from a thread of its own. It is too busy for
/// the first question of all, and nobody has ever heard from it about unicorns.
class Warehouse {
 public:
  /// The count, or nothing when it was too busy to look.
  using Callback = std::function<void(std::optional<int> count)>;

  Warehouse();
  ~Warehouse();

  void Ask(std::string item, Callback answer);

 private:
  void Loop();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::string, Callback>> questions_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace stock
