#include "krepis/task.h"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "krepis/completion.h"
#include "krepis/frame_arena.h"
#include "krepis/sync_wait.h"

namespace krepis {
namespace {

// Coroutines are functions here: what a lambda captures would have to outlive its coroutine.

Task<int> Value(int value) { co_return value; }
Task<int64_t> Sum(int count) {
  int64_t sum = 0;
  for (int i = 0; i < count; ++i) sum += co_await Value(i);
  co_return sum;
}

Task<std::unique_ptr<std::string>> Text() { co_return std::make_unique<std::string>("text"); }
Task<void> Fails() {
  throw std::runtime_error("no luck");
  co_return;
}
Task<std::string> Catches() {
  try {
    co_await Fails();
  } catch (const std::exception& exception) {
    co_return exception.what();
  }
  co_return "nothing";
}
Task<void> Lets(std::vector<std::string>& trace) {
  trace.push_back("before");
  co_await Fails();
  trace.push_back("after");
}
Task<void> Marks(bool& ran) {
  ran = true;
  co_return;
}

Task<int> WaitsWhileComplete(int count) {
  int completed = 0;
  for (int i = 0; i < count; ++i) {
    Completion completion;
    completion.Complete();
    completed += (co_await completion.Wait({})).ok() ? 1 : 0;
  }
  co_return completed;
}

/// Completes what it is given as soon as the wait for it has begun, in another thread.
Task<int> WaitsForThreads(int count) {
  int completed = 0;
  for (int i = 0; i < count; ++i) {
    auto completion = std::make_shared<Completion>();
    std::thread([completion] { completion->Complete(); }).detach();
    completed += (co_await completion->Wait({})).ok() ? 1 : 0;
  }
  co_return completed;
}

Task<Outcome> WaitsFor(Completion& completion, std::stop_token stop) {
  co_return co_await completion.Wait(std::move(stop));
}

/// Two strands that complete each other's waits in one thread.
Task<int> Ping(std::vector<Completion>& mine, std::vector<Completion>& theirs) {
  int rounds = 0;
  for (size_t i = 0; i < mine.size(); ++i) {
    theirs[i].Complete();
    rounds += (co_await mine[i].Wait({})).ok() ? 1 : 0;
  }
  co_return rounds;
}

}  // namespace

TEST_CASE("a task yields a value, or throws what left it, where it is awaited") {
  CHECK(*SyncWait(Text()) == "text");
  CHECK(SyncWait(Catches()) == "no luck");
  std::vector<std::string> trace;
  CHECK_THROWS_WITH_AS(SyncWait(Lets(trace)), "no luck", std::runtime_error);
  CHECK(trace == std::vector<std::string>{"before"});
}

TEST_CASE("a task that is not awaited does not run") {
  bool ran = false;
  {
    Task<void> task = Marks(ran);
    Task<void> moved = std::move(task);
    CHECK_FALSE(task);
    CHECK(moved);
  }
  CHECK_FALSE(ran);
  SyncWait(Marks(ran));
  CHECK(ran);
}

TEST_CASE("a million awaits do not grow the stack: tasks, completed waits") {
  constexpr int64_t kCount = 1'000'000;
  CHECK(SyncWait(Sum(kCount)) == kCount * (kCount - 1) / 2);
  CHECK(SyncWait(WaitsWhileComplete(kCount)) == kCount);
}

TEST_CASE("another thread ends waits, before they begin and after") {
  CHECK(SyncWait(WaitsForThreads(500)) == 500);
}

TEST_CASE("strands that resume one another in one thread take turns, they do not nest") {
  constexpr size_t kRounds = 20'000;
  std::vector<Completion> first(kRounds);
  std::vector<Completion> second(kRounds);
  int rounds = 0;
  std::thread other([&] { rounds = SyncWait(Ping(first, second)); });
  CHECK(SyncWait(Ping(second, first)) == kRounds);
  other.join();
  CHECK(rounds == kRounds);
}

TEST_CASE("stop ends a wait, whoever requests it, and completion comes too late then") {
  Completion never;
  std::stop_source stop;
  stop.request_stop();
  CHECK(SyncWait(WaitsFor(never, stop.get_token())).code() == FailureCode::kCancelled);

  std::stop_source later;
  std::thread stopper([&] { later.request_stop(); });
  CHECK(SyncWait(WaitsFor(never, later.get_token())).code() == FailureCode::kCancelled);
  stopper.join();

  CHECK(never.Complete(Outcome::Failure(FailureCode::kFailed, "late")));
  CHECK_FALSE(never.Complete());
  CHECK(SyncWait(WaitsFor(never, {})).message() == "late");  // it may be waited for again
}

TEST_CASE("of stop and completion in two threads one ends the wait") {
  for (int i = 0; i < 300; ++i) {
    Completion completion;
    std::stop_source stop;
    std::thread stopper([&] { stop.request_stop(); });
    std::thread completer([&] { completion.Complete(); });
    Outcome outcome = SyncWait(WaitsFor(completion, stop.get_token()));
    CHECK((outcome.ok() || outcome.code() == FailureCode::kCancelled));
    stopper.join();
    completer.join();
    CHECK(completion.complete());
  }
}

TEST_CASE("frames are a stack; one freed out of order is reclaimed with those above it") {
  alignas(std::max_align_t) std::array<std::byte, 256> memory;
  FrameArena arena{std::span<std::byte>(memory).subspan(1)};  // not aligned
  void* first = FrameArena::Allocate(20, &arena);
  void* second = FrameArena::Allocate(20, &arena);
  void* third = FrameArena::Allocate(20, &arena);
  CHECK(reinterpret_cast<uintptr_t>(first) % alignof(std::max_align_t) == 0);
  const size_t all = arena.used();
  FrameArena::Free(second);
  CHECK(arena.used() == all);
  FrameArena::Free(third);
  CHECK(arena.used() == all / 3);
  void* again = FrameArena::Allocate(20, &arena);
  CHECK(again == second);
  FrameArena::Free(first);
  FrameArena::Free(again);
  CHECK(arena.used() == 0);
  CHECK(arena.peak() == all);
  CHECK(arena.overflows() == 0);
}

TEST_CASE("a frame that does not fit comes from the heap, and is counted") {
  alignas(std::max_align_t) std::array<std::byte, 128> memory;
  FrameArena arena(memory);
  void* small = FrameArena::Allocate(64, &arena);
  void* large = FrameArena::Allocate(64, &arena);
  CHECK(arena.overflows() == 1);
  static_cast<char*>(large)[63] = 'x';
  FrameArena::Free(small);  // the heap's knows no order
  FrameArena::Free(large);
  CHECK(arena.used() == 0);
}

}  // namespace krepis
