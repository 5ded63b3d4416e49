#include "runtime/tests/conformance_model.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace krepis::testing {
namespace {

constexpr int kForever = std::numeric_limits<int>::max();

/// One execution.
class Execution {
 public:
  Execution(const Case& conformance_case, const Script& script, const std::vector<bool>& entered)
      : case_(conformance_case),
        script_(script),
        entered_before_(entered),
        entries_(script.size()),
        deadline_(case_.expire_at == SIZE_MAX ? kForever : now_ + 10) {
    Interrupt();
  }

  Observed Run() {
    seen_.code = Enter(0);
    if (used_) seen_.events.push_back({Event::Kind::kDispose, 0});
    return std::move(seen_);
  }

  const std::vector<size_t>& entries() const { return entries_; }

 private:
  /// What a behaviour's entry has opened, and knows.
  struct Entry {
    size_t slot;
    size_t number;
    size_t calls = 0;
    bool has_first = false;
    bool has_value = false;
    FailureCode first = FailureCode::kNone;
    FailureCode last = FailureCode::kNone;
  };

  size_t slots() const { return case_.replays.size(); }

  void Interrupt() {
    if (seen_.events.size() == case_.stop_at) stopped_ = true;
    if (seen_.events.size() == case_.expire_at) now_ += 1000;
  }
  void Record(Event event) {
    event.seen = value_;
    seen_.events.push_back(event);
    Interrupt();
  }

  FailureCode Enter(size_t slot) {
    if (halted_ || stopped_) return FailureCode::kCancelled;
    if (now_ >= deadline_) return FailureCode::kTimedOut;
    Entry entry{.slot = slot, .number = entries_[slot]++};
    bool is_handler = slot == slots();
    Record({is_handler ? Event::Kind::kHandler : Event::Kind::kEnter, slot});
    const int value = value_;
    const int deadline = deadline_;
    bool threw = false;
    FailureCode code = Perform(entry, threw);
    value_ = value;
    deadline_ = deadline;
    halted_ = false;  // a slot is only entered when it is not halted
    if (is_handler) return code;
    if (entry.calls == 0 && !threw) seen_.short_circuit_point = SlotName(slot);
    Record({Event::Kind::kPost, slot, code});
    return code;
  }

  FailureCode Perform(Entry& entry, bool& threw) {
    for (Op op : ProgramAt(script_[entry.slot], entry.number)) {
      switch (op) {
        case Op::kCall:
          if (entry.slot < slots()) Deliver(entry, Next(entry));
          break;
        case Op::kCallOuter:
          if (entry.slot > 0) Deliver(entry, Misuse(entry.slot - 1));
          break;
        case Op::kCallInner:
          if (entry.slot + 1 < slots() && entries_[entry.slot + 1] > 0) {
            Deliver(entry, Misuse(entry.slot + 1));
          }
          break;
        case Op::kCallOld:
          if (entry.slot < slots() && entry.number > 0) Deliver(entry, Misuse(entry.slot));
          break;
        case Op::kCallPrevious:  // nothing of the other execution is recorded in this one
          if (entry.slot < slots() && entered_before_[entry.slot]) {
            Deliver(entry, FailureCode::kNextReused);
          }
          break;
        case Op::kCallForeign:
          if (entry.slot < slots()) Deliver(entry, FailureCode::kNextReused);
          break;
        case Op::kReturnIfOk:
          if (entry.last == FailureCode::kNone) return entry.last;
          break;
        case Op::kReturnFirst:
          return entry.first;
        case Op::kReturnFlipped:
          return entry.last == FailureCode::kNone ? FailureCode::kFailed : FailureCode::kNone;
        case Op::kSucceed:
          return FailureCode::kNone;
        case Op::kFail:
          return FailureCode::kFailed;
        case Op::kRefuse:
          return FailureCode::kForbidden;
        case Op::kThrow:
        case Op::kThrowOdd:
          threw = true;
          return FailureCode::kException;
        case Op::kStop:
          stopped_ = true;
          break;
        case Op::kHalt:
          halted_ = true;
          break;
        case Op::kResume:
          halted_ = false;
          break;
        case Op::kDeadline:
          deadline_ = std::min(deadline_, now_ + 10);
          break;
        case Op::kExpire:
          now_ += 1000;
          break;
        case Op::kSet:
          if (!std::exchange(entry.has_value, true)) value_ = ++values_;
          break;
        case Op::kUse:
          used_ = true;
          break;
        case Op::kYield:
          break;
      }
    }
    return entry.last;
  }

  static void Deliver(Entry& entry, FailureCode code) {
    if (!std::exchange(entry.has_first, true)) entry.first = code;
    entry.last = code;
  }

  FailureCode Next(Entry& entry) {
    if (entry.calls > 0 && !case_.replays[entry.slot]) return Misuse(entry.slot);
    if (entry.calls++ > 0) seen_.short_circuit_point.clear();
    return Enter(entry.slot + 1);
  }

  FailureCode Misuse(size_t owner) {
    seen_.next_reused_point = SlotName(owner);
    return FailureCode::kNextReused;
  }

  const Case& case_;
  const Script& script_;
  const std::vector<bool>& entered_before_;  // in an earlier execution, by slot
  std::vector<size_t> entries_;
  Observed seen_;
  bool stopped_ = false;
  bool halted_ = false;
  bool used_ = false;
  int now_ = 0;
  int deadline_;
  int value_ = 0;
  int values_ = 0;
};

}  // namespace

std::vector<Observed> Model::Run(const Case& conformance_case) {
  std::vector<Observed> observed;
  std::vector<bool> entered(conformance_case.replays.size());
  for (const Script& script : conformance_case.scripts) {
    Execution execution(conformance_case, script, entered);
    observed.push_back(execution.Run());
    for (size_t slot = 0; slot < entered.size(); ++slot) {
      if (execution.entries()[slot] > 0) entered[slot] = true;
    }
  }
  return observed;
}

}  // namespace krepis::testing
