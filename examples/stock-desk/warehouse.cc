#include "warehouse.h"

namespace stock {

Warehouse::Warehouse() : thread_([this] { Loop(); }) {}

Warehouse::~Warehouse() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Warehouse::Ask(std::string item, Callback answer) {
  {
    const std::lock_guard lock(mutex_);
    questions_.emplace_back(std::move(item), std::move(answer));
  }
  changed_.notify_one();
}

void Warehouse::Loop() {
  bool busy = true;
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closing_ || !questions_.empty(); });
    if (closing_) return;
    const auto [item, answer] = std::move(questions_.front());
    questions_.pop_front();
    if (item == "unicorn") continue;
    lock.unlock();
    answer(std::exchange(busy, false) ? std::nullopt : std::optional(7));
    lock.lock();
  }
}

}  // namespace stock
