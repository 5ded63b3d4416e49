#include "krepis/strand.h"

#include <optional>
#include <utility>

namespace krepis {
namespace {

thread_local internal::StrandQueue* thread_queue = nullptr;

}  // namespace

void Strand::Run() noexcept {
  if (internal::StrandQueue* queue = internal::StrandQueue::OfThread()) {
    queue->Push(*this);
    return;
  }
  internal::StrandQueue queue;
  RunToWait(false);
}

bool Strand::Start() noexcept {
  std::optional<internal::StrandQueue> queue;
  if (internal::StrandQueue::OfThread() == nullptr) queue.emplace();
  Begin();
  return RunToWait(true);
}

bool Strand::RunToWait(bool in_start) noexcept {
  for (;;) {
    if (parked_ != nullptr && std::exchange(parked_, nullptr)->Arm())
      return false;  // not ours any more
    if (next_ == nullptr) break;
    std::exchange(next_, nullptr).resume();
  }
  Ended(in_start);
  return true;
}

namespace internal {

StrandQueue::StrandQueue() noexcept : outer_(std::exchange(thread_queue, this)) {}

StrandQueue::~StrandQueue() {
  while (Strand* strand = Pop()) strand->RunToWait(false);
  thread_queue = outer_;
}

StrandQueue* StrandQueue::OfThread() noexcept { return thread_queue; }

void StrandQueue::Push(Strand& strand) noexcept {
  strand.queued = nullptr;
  (last_ == nullptr ? first_ : last_->queued) = &strand;
  last_ = &strand;
}

Strand* StrandQueue::Pop() noexcept {
  Strand* strand = first_;
  if (strand == nullptr) return nullptr;
  first_ = strand->queued;
  if (first_ == nullptr) last_ = nullptr;
  return strand;
}

}  // namespace internal
}  // namespace krepis
