#include <doctest/doctest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "runtime/tests/conformance.h"
#include "runtime/tests/conformance_model.h"

namespace krepis::testing {
namespace {

struct NamedCase {
  const char* about;
  const char* text;
  /// Observed::Describe() of each execution.
  std::vector<const char*> expected;
};

const std::vector<NamedCase>& NamedCases() {
  static const std::vector<NamedCase> cases = {
      {"a handler alone", "pass", {"handler : success"}},
      {"in by position, out in reverse",
       "pass | pass | pass",
       {"+0 +1 handler ~1 success ~0 success : success"}},
      {"a failure passes outwards",
       "pass | pass | fail",
       {"+0 +1 handler ~1 failed ~0 failed : failed"}},
      {"a behaviour may answer in place of what is inside",
       "pass | refuse | pass | pass",
       {"+0 +1 ~1 forbidden ~0 forbidden : forbidden, short circuit at slot-1"}},
      {"an exception is a failure where it leaves, and no short-circuit",
       "pass | throw | pass",
       {"+0 +1 ~1 exception ~0 exception : exception"}},
      {"an exception after next",
       "flip | throw-after | pass",
       {"+0 +1 handler ~1 exception ~0 success : success"}},
      {"an exception of the handler, of any type",
       "pass | throw-odd",
       {"+0 handler ~0 exception : exception"}},
      {"a retry re-enters everything inside it, guards included",
       "pass | thrice* | pass | pass | fail, throw, succeed",
       {"+0 +1 +2 +3 handler ~3 failed ~2 failed +2 +3 handler ~3 exception ~2 exception "
        "+2 +3 handler ~3 success ~2 success ~1 success ~0 success : success"}},
      {"a guard that refuses the second attempt keeps it from the handler",
       "thrice* | pass, refuse | fail",
       {"+0 +1 handler ~1 failed +1 ~1 forbidden +1 ~1 forbidden ~0 forbidden : forbidden, "
        "short circuit at slot-1"}},
      {"the short-circuit point is about the latest attempt",
       "thrice* | refuse, pass | pass",
       {"+0 +1 ~1 forbidden +1 handler ~1 success ~0 success : success"}},
      {"next twice without replays never runs the handler again",
       "pass | twice | pass | pass",
       {"+0 +1 +2 handler ~2 success ~1 next-reused ~0 next-reused : next-reused, next reused of "
        "slot-1"}},
      {"next twice is recorded even if hidden",
       "twice-hidden | pass",
       {"+0 handler ~0 success : success, next reused of slot-0"}},
      {"retries nest",
       "twice* | twice* | fail",
       {"+0 +1 handler handler ~1 failed +1 handler handler ~1 failed ~0 failed : failed"}},
      {"next of a behaviour that is inside its own call is refused, though it replays",
       "pass* | outer | pass",
       {"+0 +1 ~1 next-reused ~0 next-reused : next-reused, short circuit at slot-1, next reused "
        "of slot-0"}},
      {"the handler cannot re-enter itself",
       "pass* | outer",
       {"+0 handler ~0 next-reused : next-reused, next reused of slot-0"}},
      {"next of an entry that was left is refused: it would skip what is between",
       "inner* | pass* | pass",
       {"+0 +1 handler ~1 success ~0 next-reused : next-reused, next reused of slot-1"}},
      {"next of the attempt before is refused",
       "twice* | old | pass",
       {"+0 +1 handler ~1 success +1 handler ~1 success ~0 success : success, next reused of "
        "slot-1"}},
      {"next of an earlier execution fits no later one",
       "pass | pass / previous | pass",
       {"+0 handler ~0 success : success", "+0 handler ~0 success : success"}},
      {"next on another context is refused", "foreign | pass", {"+0 handler ~0 success : success"}},
      {"stop on the way in: what was entered is post-processed",
       "pass | stop | pass | pass",
       {"+0 +1 ~1 cancelled ~0 cancelled : cancelled"}},
      {"stop between attempts: no further attempt",
       "thrice* | pass | stop-only, succeed",
       {"+0 +1 handler ~1 success ~0 success : success"}},
      {"stop before a retry's second attempt",
       "thrice* | stop-after | fail",
       {"+0 +1 handler ~1 failed ~0 cancelled : cancelled"}},
      {"a stop scope stops what is inside it alone; a refused call is a call",
       "halt | pass",
       {"+0 ~0 next-reused : next-reused, next reused of slot-0"}},
      {"a stop scope between attempts", "halt* | pass", {"+0 handler ~0 success : success"}},
      {"past the deadline nothing is entered",
       "pass | deadline-passed | pass | pass",
       {"+0 +1 ~1 timed-out ~0 timed-out : timed-out"}},
      {"a behaviour that blocks past the deadline of another",
       "flip | deadline | expire | pass | pass",
       {"+0 +1 +2 ~2 timed-out ~1 timed-out ~0 success : success"}},
      {"a deadline does not outlive its scope",
       "twice* | deadline-passed, pass | pass",
       {"+0 +1 ~1 timed-out +1 handler ~1 success ~0 success : success"}},
      {"a stored value is seen inside its scope, and not outside",
       "pass | set | set | pass",
       {"+0 +1 +2 sees 1 handler sees 2 ~2 success sees 1 ~1 success ~0 success : success"}},
      {"a second attempt does not see what the first stored",
       "twice* | pass | set | fail",
       {"+0 +1 +2 handler sees 1 ~2 failed ~1 failed +1 +2 handler sees 2 ~2 failed ~1 failed ~0 "
        "failed : failed"}},
      {"scoped services are disposed after the last post-processing, once",
       "pass | twice* | use | use",
       {"+0 +1 +2 handler ~2 success +2 handler ~2 success ~1 success ~0 success disposed : "
        "success"}},
      {"scoped services are disposed after an exception too",
       "use | throw",
       {"+0 handler ~0 exception disposed : exception"}},
      {"suspending changes nothing",
       "yield | thrice* | yield | yield | fail, yield",
       {"+0 +1 +2 +3 handler ~3 failed ~2 failed +2 +3 handler ~3 success ~2 success ~1 success "
        "~0 success : success"}},
  };
  return cases;
}

std::string DescribeAll(const std::vector<Observed>& observed) {
  std::string text;
  for (const Observed& execution : observed) text += execution.Describe() + '\n';
  return text;
}

/// The promises, checked on the trace alone, whatever the model says: nothing outside an entry was
/// skipped, every entry is post-processed once and innermost first, and the handler is reached
/// through every slot in every attempt.
bool KeepsItsPromises(const std::vector<Event>& events, size_t slots) {
  std::vector<size_t> open;
  for (const Event& event : events) {
    switch (event.kind) {
      case Event::Kind::kEnter:
        if (event.slot != open.size()) return false;
        open.push_back(event.slot);
        break;
      case Event::Kind::kPost:
        if (open.empty() || open.back() != event.slot) return false;
        open.pop_back();
        break;
      case Event::Kind::kHandler:
        if (open.size() != slots) return false;
        break;
      case Event::Kind::kDispose:
        if (!open.empty()) return false;
        break;
    }
  }
  return open.empty();
}

void CheckAgainstModel(Subject& subject, const Case& conformance_case) {
  const std::vector<Observed> observed = subject.Run(conformance_case);
  const std::vector<Observed> expected = Model().Run(conformance_case);
  REQUIRE(DescribeAll(observed) == DescribeAll(expected));
  REQUIRE(observed == expected);
  for (const Observed& execution : observed) {
    REQUIRE(KeepsItsPromises(execution.events, conformance_case.replays.size()));
  }
}

/// Cases at random, the same for the same seed.
class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  Case Make() {
    Case made;
    const size_t slots = Below(8);
    for (size_t i = 0; i < slots; ++i) made.replays.push_back(Below(3) == 0);
    const size_t executions = 1 + Below(3);
    for (size_t i = 0; i < executions; ++i) {
      Script& script = made.scripts.emplace_back();
      for (size_t slot = 0; slot <= slots; ++slot) script.push_back(Programs());
    }
    if (Below(8) == 0) made.stop_at = Below(20);
    if (Below(8) == 0) made.expire_at = Below(20);
    return made;
  }

 private:
  size_t Below(size_t bound) { return random_() % bound; }

  std::vector<Program> Programs() {
    std::vector<Program> programs;
    for (size_t i = 0, count = 1 + Below(3); i < count; ++i) {
      // Half of the entries pass, or deep slots would hardly ever be reached.
      const size_t kind = Below(6);
      if (kind < 3) {
        programs.push_back({Op::kCall});
      } else if (kind < 5) {
        programs.push_back(NamedPrograms()[Below(NamedPrograms().size())].program);
      } else {
        Program& program = programs.emplace_back();
        for (size_t op = 0, ops = Below(6); op < ops; ++op) {
          program.push_back(Below(3) == 0 ? Op::kCall : static_cast<Op>(Below(kOps)));
        }
      }
    }
    return programs;
  }

  std::mt19937 random_;
};

}  // namespace

void CheckNamedCases(Subject& subject) {
  for (const NamedCase& named : NamedCases()) {
    CAPTURE(named.about);
    CAPTURE(named.text);
    std::string expected;
    for (const char* execution : named.expected) expected.append(execution).append("\n");
    CHECK(DescribeAll(subject.Run(Case::Parse(named.text))) == expected);
  }
}

void CheckEveryProgram(Subject& subject) {
  const std::vector<Program> handlers = {{}, {Op::kFail}, {Op::kThrow}, {Op::kStop}};
  for (size_t slots = 1; slots <= 4; ++slots) {
    for (size_t replaying = 0; replaying < (size_t{1} << slots); ++replaying) {
      for (size_t slot = 0; slot < slots; ++slot) {
        for (const NamedProgram& named : NamedPrograms()) {
          for (const Program& handler : handlers) {
            CAPTURE(slots);
            CAPTURE(replaying);
            CAPTURE(slot);
            CAPTURE(named.name);
            Case made;
            Script script(slots, {{Op::kCall}});
            script[slot] = {named.program};
            script.push_back({handler, {}});
            made.scripts = {script, script};
            for (size_t i = 0; i < slots; ++i) made.replays.push_back((replaying >> i & 1) != 0);
            CheckAgainstModel(subject, made);
          }
        }
      }
    }
  }
}

void CheckEveryInterruption(Subject& subject) {
  for (const NamedCase& named : NamedCases()) {
    CAPTURE(named.text);
    Case made = Case::Parse(named.text);
    size_t events = 0;
    for (const Observed& execution : Model().Run(made)) {
      events = std::max(events, execution.events.size());
    }
    for (size_t at = 0; at <= events; ++at) {
      CAPTURE(at);
      made.stop_at = at;
      CheckAgainstModel(subject, made);
      made.expire_at = at;
      CheckAgainstModel(subject, made);
      made.stop_at = SIZE_MAX;
      CheckAgainstModel(subject, made);
      made.expire_at = SIZE_MAX;
    }
  }
}

void CheckRandomCases(Subject& subject, uint32_t seeds) {
  for (uint32_t seed = 1; seed <= seeds; ++seed) {
    CAPTURE(seed);
    CheckAgainstModel(subject, Generator(seed).Make());
  }
}

}  // namespace krepis::testing
