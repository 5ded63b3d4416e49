#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "krepis/outcome.h"

/// The rules of an execution as cases: what slots of a chain do, and what must be seen of it. One
/// set for every form of the engine and for the reference model. A form is a Subject; its slots are
/// made of Actor (conformance_actor.h), so that a script means the same in each.
namespace krepis::testing {

/// One step of what a slot does at one entry. A sequence of them ends by returning the outcome of
/// the latest call (success if there was none).
enum class Op : uint8_t {
  kCall,           ///< its own next
  kCallOuter,      ///< the next of the slot outside, which is inside its own call
  kCallInner,      ///< the next of the latest entry of the slot inside, if it was ever entered
  kCallOld,        ///< the next of its own entry before this one, if there was one
  kCallPrevious,   ///< the next of its latest entry in an earlier execution, if there was one
  kCallForeign,    ///< its own next on another context
  kReturnIfOk,     ///< returns if the latest call went well
  kReturnFirst,    ///< returns the outcome of the first call
  kReturnFlipped,  ///< returns failure for success and the reverse
  kSucceed,        ///< returns success
  kFail,           ///< returns kFailed
  kRefuse,         ///< returns kForbidden
  kThrow,          ///< a std::exception
  kThrowOdd,       ///< an int
  kStop,           ///< requests stop of the whole execution
  kHalt,           ///< opens a StopScope whose token is stopped already
  kResume,         ///< closes it
  kDeadline,       ///< opens a DeadlineScope until the end of this entry
  kExpire,         ///< moves the clock past every deadline
  kSet,            ///< opens a ContextScope with a new value until the end of this entry
  kUse,            ///< asks for the scoped service
  kYield,          ///< suspends and is resumed, where the form can
};
constexpr size_t kOps = 22;
using Program = std::vector<Op>;

/// What each slot, and last the handler, does: a program per entry, the last one for all further
/// entries. Calls of a handler are those that reach outside alone.
using Script = std::vector<std::vector<Program>>;

/// One chain, executed once per script, each time on a new context.
struct Case {
  std::vector<bool> replays;  // of each slot
  std::vector<Script> scripts;
  /// Stop is requested when so many events have happened; 0: before the execution. Never by
  /// default.
  size_t stop_at = SIZE_MAX;
  /// The context has a deadline, and the clock passes it when so many events have happened.
  size_t expire_at = SIZE_MAX;

  /// Of a text: slots outermost first and the handler, separated by '|'; each a list of programs by
  /// name, one per entry, separated by ','; '*' behind a slot: it replays. Executions are separated
  /// by '/'. "thrice* | pass | fail, fail, pass"
  static Case Parse(std::string_view text);
};
/// The programs that have names: all that a fixture's text may use.
struct NamedProgram {
  std::string_view name;
  Program program;
};
const std::vector<NamedProgram>& NamedPrograms();

struct Event {
  enum class Kind : uint8_t { kEnter, kPost, kHandler, kDispose } kind;
  size_t slot;
  FailureCode code = FailureCode::kNone;  // kPost: of the outcome
  int seen = 0;                           // the store's value there; 0: none. Not of kDispose
  bool operator==(const Event&) const = default;
};

/// What one execution was seen to do.
struct Observed {
  std::vector<Event> events;
  FailureCode code = FailureCode::kNone;
  std::string short_circuit_point;
  std::string next_reused_point;
  /// Every `next` kept of the execution is called when it is over; so many were not refused.
  size_t late_successes = 0;
  bool operator==(const Observed&) const = default;

  /// "+0 +1 handler ~1 failed ~0 success: success", then what else there is to say.
  std::string Describe() const;
};

inline std::string SlotName(size_t slot) { return "slot-" + std::to_string(slot); }

/// The program of an entry (0: the first).
inline const Program& ProgramAt(const std::vector<Program>& programs, size_t entry) {
  return programs[entry < programs.size() ? entry : programs.size() - 1];
}

/// A form of the engine, or the model.
class Subject {
 public:
  virtual ~Subject() = default;
  /// One observation per script.
  virtual std::vector<Observed> Run(const Case& conformance_case) = 0;
};

/// Cases written by hand, with what must be seen of each.
void CheckNamedCases(Subject& subject);
/// Against the model: every named program in every slot of chains of 1 to 4, whoever replays.
void CheckEveryProgram(Subject& subject);
/// Against the model: stop and deadline at every event of the cases written by hand.
void CheckEveryInterruption(Subject& subject);
/// Against the model: chains, programs and interruptions at random, one chain per seed.
void CheckRandomCases(Subject& subject, uint32_t seeds);

}  // namespace krepis::testing
