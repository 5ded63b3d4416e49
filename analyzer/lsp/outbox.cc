#include "analyzer/lsp/outbox.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <utility>

#include "analyzer/lsp/message_decoder.h"

namespace krepis::analyzer {
namespace {

/// A pipe that is ready takes so many bytes without blocking (POSIX: PIPE_BUF).
constexpr size_t kChunk = 4096;

}  // namespace

Outbox::Outbox(int fd, std::function<void()> broken)
    : fd_(fd), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), broken_(std::move(broken)) {
  thread_ = std::thread([this] { Run(); });
}

Outbox::~Outbox() {
  Stop();
  thread_.join();
  close(wake_);
}

void Outbox::Add(std::string_view key, std::string body, bool may_drop) {
  const std::lock_guard lock(mutex_);
  if (stopped_ || is_broken_) return;
  if (may_drop && bytes_ > kRoomForOffers) return;
  if (!key.empty()) {
    const auto known = by_key_.find(std::string(key));
    if (known != by_key_.end()) {
      bytes_ += body.size();
      bytes_ -= known->second->body.size();
      known->second->body = std::move(body);
      return;
    }
  }
  bytes_ += body.size();
  entries_.push_back({std::string(key), std::move(body)});
  if (!key.empty()) by_key_[std::string(key)] = std::prev(entries_.end());
  changed_.notify_all();
}

void Outbox::Send(std::string body) { Add({}, std::move(body), false); }
void Outbox::SendLatest(std::string_view key, std::string body) {
  Add(key, std::move(body), false);
}
void Outbox::Offer(std::string body) { Add({}, std::move(body), true); }

void Outbox::WaitForRoom() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return bytes_ <= kRoom || stopped_ || is_broken_; });
}

void Outbox::Flush(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience,
                    [&] { return (entries_.empty() && !writing_) || stopped_ || is_broken_; });
}

void Outbox::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
  changed_.notify_all();
}

bool Outbox::WriteAll(std::string_view bytes) {
  bool socket = true;
  while (!bytes.empty()) {
    pollfd ready[2] = {{fd_, POLLOUT, 0}, {wake_, POLLIN, 0}};
    if (poll(ready, 2, -1) < 0 && errno != EINTR) return false;
    if (ready[1].revents != 0) return false;
    if (ready[0].revents == 0) continue;
    ssize_t written = -1;
    if (socket) {
      written = send(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (written < 0 && errno == ENOTSOCK) socket = false;
    }
    if (!socket) written = write(fd_, bytes.data(), std::min(bytes.size(), kChunk));
    if (written < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

void Outbox::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return !entries_.empty() || stopped_; });
    if (stopped_) return;
    const Entry entry = std::move(entries_.front());
    entries_.pop_front();
    if (!entry.key.empty()) by_key_.erase(entry.key);
    writing_ = true;
    lock.unlock();
    const bool written = WriteAll(Encode(entry.body));
    lock.lock();
    writing_ = false;
    bytes_ -= entry.body.size();
    if (!written) {
      entries_.clear();
      by_key_.clear();
      bytes_ = 0;
      is_broken_ = true;
    }
    changed_.notify_all();
    if (!written) {
      const bool was_stopped = stopped_;
      lock.unlock();
      if (!was_stopped && broken_) broken_();
      return;
    }
  }
}

}  // namespace krepis::analyzer
