#include "runtime/tests/conformance.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "runtime/tests/conformance_actor.h"

namespace krepis::testing {
namespace {

/// The parts of a text between separators, without blanks around them.
std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t end = std::min(text.find(separator), text.size());
    std::string_view part = text.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    parts.push_back(part);
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

const std::vector<NamedProgram>& NamedPrograms() {
  using enum Op;
  static const std::vector<NamedProgram> programs = {
      {"pass", {kCall}},
      {"yield", {kYield, kCall, kYield}},
      {"succeed", {kSucceed}},  // without next: a short-circuit
      {"fail", {kFail}},
      {"refuse", {kRefuse}},
      {"throw", {kThrow}},
      {"throw-after", {kCall, kThrow}},
      {"throw-odd", {kYield, kThrowOdd}},
      {"flip", {kCall, kReturnFlipped}},
      {"twice", {kCall, kCall}},
      {"twice-hidden", {kCall, kCall, kReturnFirst}},
      {"thrice", {kCall, kReturnIfOk, kYield, kCall, kReturnIfOk, kCall}},
      {"stop", {kStop, kCall}},
      {"stop-after", {kCall, kStop}},
      {"stop-only", {kStop}},
      {"halt", {kHalt, kCall, kResume, kCall}},
      {"deadline", {kDeadline, kCall}},
      {"deadline-passed", {kDeadline, kExpire, kCall}},
      {"expire", {kExpire, kCall}},
      {"outer", {kCallOuter}},
      {"inner", {kCall, kCallInner}},
      {"old", {kCallOld, kCall}},
      {"previous", {kCallPrevious, kCall}},
      {"foreign", {kCallForeign, kCall}},
      {"set", {kSet, kCall}},
      {"use", {kUse, kCall}},
  };
  return programs;
}

Case Case::Parse(std::string_view text) {
  Case parsed;
  for (std::string_view execution : Split(text, '/')) {
    Script& script = parsed.scripts.emplace_back();
    std::vector<bool> replays;
    for (std::string_view slot : Split(execution, '|')) {
      replays.push_back(slot.ends_with('*'));
      if (slot.ends_with('*')) slot.remove_suffix(1);
      std::vector<Program>& entries = script.emplace_back();
      for (std::string_view name : Split(slot, ',')) {
        auto named = std::ranges::find(NamedPrograms(), name, &NamedProgram::name);
        REQUIRE_MESSAGE(named != NamedPrograms().end(), "no program ", name);
        entries.push_back(named->program);
      }
    }
    replays.pop_back();  // the handler
    REQUIRE((parsed.scripts.size() == 1 || parsed.replays == replays));
    parsed.replays = std::move(replays);
  }
  return parsed;
}

std::string Observed::Describe() const {
  std::string text;
  for (const Event& event : events) {
    const std::string slot = std::to_string(event.slot);
    switch (event.kind) {
      case Event::Kind::kEnter:
        text += '+' + slot;
        break;
      case Event::Kind::kPost:
        text.append("~").append(slot).append(" ").append(Name(event.code));
        break;
      case Event::Kind::kHandler:
        text += "handler";
        break;
      case Event::Kind::kDispose:
        text += "disposed";
        break;
    }
    if (event.seen != 0) text += " sees " + std::to_string(event.seen);
    text += ' ';
  }
  text.append(": ").append(Name(code));
  if (!short_circuit_point.empty()) text += ", short circuit at " + short_circuit_point;
  if (!next_reused_point.empty()) text += ", next reused of " + next_reused_point;
  if (late_successes != 0) text += ", " + std::to_string(late_successes) + " late calls let in";
  return text;
}

std::unique_ptr<ServiceProvider> ConformanceServices(Disposals& disposals) {
  ServiceCollection services;
  services.AddInstance(disposals);
  services.AddScoped<ScopedProbe>();
  auto provider = std::move(services).Build();
  REQUIRE(provider.ok());
  return std::move(provider).value();
}

}  // namespace krepis::testing
