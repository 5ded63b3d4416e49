#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "krepis/outcome.h"

namespace krepis::testing {

/// What a slot does at one entry of it.
enum class Action : uint8_t {
  kPass,
  kSucceedAlone,    // short-circuit
  kRefuse,          // short-circuit
  kThrowBefore,     // instead of next
  kThrowAfter,      // after next
  kStopBefore,      // requests stop, then next
  kStopAfter,       // next, then requests stop
  kTranslate,       // next; success becomes a failure and the reverse
  kTwice,           // next, and next again: a replay where declared, otherwise a fault
  kThrice,          // until it works, at most three times
  kTwiceHidden,     // next twice, the first outcome returned
  kOuterNext,       // the next of the slot outside (a pass for the outermost)
  kInnerNext,       // next, then the next that the slot inside was given (if it was entered)
  kOldNext,         // the next of this slot's entry before this one, then its own
  kPreviousRun,     // the next of an earlier execution, then its own
  kForeignContext,  // its own next on another context, then on this one
};
constexpr size_t kActions = 16;

/// What slots (and at the end the handler) do: one action per entry, the last one for all further
/// entries. The handler knows success, failure, exception and stop.
using Script = std::vector<std::vector<Action>>;

struct Event {
  enum class Kind : uint8_t { kEnter, kPost, kHandler } kind;
  size_t slot;
  FailureCode code = FailureCode::kNone;
  bool operator==(const Event&) const = default;
};

struct Observed {
  std::vector<Event> events;
  FailureCode code = FailureCode::kNone;
  std::string short_circuit_point;
  std::string next_reused_point;
  bool operator==(const Observed&) const = default;
};

inline std::string SlotName(size_t slot) { return "slot-" + std::to_string(slot); }

inline Action ActionAt(const std::vector<Action>& actions, size_t entry) {
  return actions[std::min(entry, actions.size() - 1)];
}

/// What should happen, by the rules of design section 5 and nothing of the engine's mechanism: here
/// a call of next is legal or not by who makes it, so there are no positions or entry numbers.
class Model {
 public:
  Model(const Script& script, const std::vector<bool>& replays)
      : script_(script), replays_(replays), entries_(script.size()) {}

  Observed Run() {
    seen_.code = Enter(0);
    return seen_;
  }

 private:
  size_t slots() const { return replays_.size(); }

  FailureCode Enter(size_t slot) {
    if (stopped_) return FailureCode::kCancelled;
    Action action = ActionAt(script_[slot], entries_[slot]++);
    if (slot == slots()) {
      seen_.events.push_back({Event::Kind::kHandler, slot});
      return Handle(action);
    }
    seen_.events.push_back({Event::Kind::kEnter, slot});
    size_t calls = 0;
    FailureCode code = Behave(slot, action, entries_[slot] - 1, calls);
    if (calls == 0 && action != Action::kThrowBefore) seen_.short_circuit_point = SlotName(slot);
    seen_.events.push_back({Event::Kind::kPost, slot, code});
    return code;
  }

  FailureCode Handle(Action action) {
    if (action == Action::kRefuse) return FailureCode::kFailed;
    if (action == Action::kThrowBefore) return FailureCode::kException;
    if (action == Action::kStopBefore) stopped_ = true;
    return FailureCode::kNone;
  }

  FailureCode Next(size_t slot, size_t& calls) {
    if (calls > 0 && !replays_[slot]) return Misuse(slot);
    if (calls++ > 0) seen_.short_circuit_point.clear();
    return Enter(slot + 1);
  }

  FailureCode Misuse(size_t owner) {
    seen_.next_reused_point = SlotName(owner);
    return FailureCode::kNextReused;
  }

  FailureCode Behave(size_t slot, Action action, size_t earlier_entries, size_t& calls) {
    FailureCode code = FailureCode::kNone;
    switch (action) {
      case Action::kPass:
      case Action::kForeignContext:
        return Next(slot, calls);
      case Action::kSucceedAlone:
        return FailureCode::kNone;
      case Action::kRefuse:
        return FailureCode::kForbidden;
      case Action::kThrowBefore:
        return FailureCode::kException;
      case Action::kThrowAfter:
        Next(slot, calls);
        return FailureCode::kException;
      case Action::kStopBefore:
        stopped_ = true;
        return Next(slot, calls);
      case Action::kStopAfter:
        code = Next(slot, calls);
        stopped_ = true;
        return code;
      case Action::kTranslate:
        return Next(slot, calls) == FailureCode::kNone ? FailureCode::kFailed : FailureCode::kNone;
      case Action::kTwice:
        Next(slot, calls);
        return Next(slot, calls);
      case Action::kThrice:
        for (int i = 0; i < 3; ++i) {
          code = Next(slot, calls);
          if (code == FailureCode::kNone) break;
        }
        return code;
      case Action::kTwiceHidden:
        code = Next(slot, calls);
        Next(slot, calls);
        return code;
      case Action::kOuterNext:
        return slot == 0 ? Next(slot, calls) : Misuse(slot - 1);
      case Action::kInnerNext:
        code = Next(slot, calls);
        return slot + 1 < slots() && entries_[slot + 1] > 0 ? Misuse(slot + 1) : code;
      case Action::kOldNext:
        if (earlier_entries > 0) Misuse(slot);
        return Next(slot, calls);
      case Action::kPreviousRun:
        return Next(slot, calls);  // nothing of the other execution is recorded in this one
    }
    return FailureCode::kNone;
  }

  const Script& script_;
  const std::vector<bool>& replays_;
  std::vector<size_t> entries_;
  bool stopped_ = false;
  Observed seen_;
};

}  // namespace krepis::testing
