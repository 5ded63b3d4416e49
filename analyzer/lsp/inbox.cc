#include "analyzer/lsp/inbox.h"

#include <algorithm>
#include <utility>

namespace krepis::analyzer {
namespace {

/// More paths than this are "anything".
constexpr size_t kMaxTouched = 1000;

}  // namespace

void Inbox::Push(RpcMessage message, size_t bytes) {
  std::unique_lock lock(mutex_);
  if (message.kind == RpcMessage::Kind::kRequest) {
    open_.insert(Write(message.id));
    ++requests_;
  } else if (message.method == "$/cancelRequest") {
    const Json* id = Member(message.params, "id");
    if (id != nullptr && open_.contains(Write(*id))) cancelled_.insert(Write(*id));
  }
  if (message.method == "shutdown" || message.method == "exit") ending_ = true;
  entries_.push_back({std::move(message), bytes});
  bytes_ += bytes;
  changed_.notify_all();
  changed_.wait(lock, [&] { return bytes_ <= kRoom || closed_; });
}

void Inbox::PushTouched(FilesTouched touched) {
  const std::lock_guard lock(mutex_);
  const auto waiting = std::find_if(entries_.begin(), entries_.end(), [](const Entry& entry) {
    return std::holds_alternative<FilesTouched>(entry.event);
  });
  if (waiting == entries_.end()) {
    entries_.push_back({std::move(touched), 0});
  } else {
    auto& paths = std::get<FilesTouched>(waiting->event).paths;
    if (!paths.empty()) {
      if (touched.paths.empty() || paths.size() + touched.paths.size() > kMaxTouched) {
        paths.clear();
      } else {
        paths.insert(paths.end(), touched.paths.begin(), touched.paths.end());
      }
    }
  }
  changed_.notify_all();
}

void Inbox::PushEnd(InputEnd end) {
  const std::lock_guard lock(mutex_);
  ended_ = ending_ = true;
  entries_.push_back({std::move(end), 0});
  changed_.notify_all();
}

std::optional<ServerEvent> Inbox::Pop(std::optional<Clock::time_point> deadline) {
  std::unique_lock lock(mutex_);
  const auto has_one = [&] { return !entries_.empty(); };
  if (!deadline) {
    changed_.wait(lock, has_one);
  } else if (!changed_.wait_until(lock, *deadline, has_one)) {
    return std::nullopt;
  }
  Entry entry = std::move(entries_.front());
  entries_.pop_front();
  bytes_ -= entry.bytes;
  const auto* message = std::get_if<RpcMessage>(&entry.event);
  if (message != nullptr && message->kind == RpcMessage::Kind::kRequest) --requests_;
  changed_.notify_all();
  return std::move(entry.event);
}

std::optional<RpcMessage> Inbox::TakeAnswer(int64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    const auto* message = std::get_if<RpcMessage>(&entry.event);
    return message != nullptr && message->kind == RpcMessage::Kind::kResponse && message->id == id;
  });
  if (found == entries_.end()) return std::nullopt;
  RpcMessage answer = std::get<RpcMessage>(std::move(found->event));
  bytes_ -= found->bytes;
  entries_.erase(found);
  changed_.notify_all();
  return answer;
}

bool Inbox::empty() const {
  const std::lock_guard lock(mutex_);
  return entries_.empty();
}

bool Inbox::IsPressing() const {
  const std::lock_guard lock(mutex_);
  return requests_ > 0 || ended_;
}

bool Inbox::IsEnding() const {
  const std::lock_guard lock(mutex_);
  return ending_;
}

bool Inbox::IsCancelled(const Json& id) const {
  const std::lock_guard lock(mutex_);
  return cancelled_.contains(Write(id));
}

void Inbox::Done(const Json& id) {
  const std::lock_guard lock(mutex_);
  open_.erase(Write(id));
  cancelled_.erase(Write(id));
}

void Inbox::Close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace krepis::analyzer
