#include "analyzer/selftest/selftest.h"

#include <fmt/format.h>

#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/core/escape.h"

namespace krepis::analyzer {
namespace {

std::string_view Word(SelftestVerdict verdict) {
  switch (verdict) {
    case SelftestVerdict::kFires:
      return "fires";
    case SelftestVerdict::kCannotFire:
      return "CANNOT FIRE";
    case SelftestVerdict::kNotPlanted:
      return "not tried";
  }
  return "";
}

}  // namespace

int RunSelftestVerb(const Options& options) {
  const std::unique_ptr<Session> session = Session::Open(options);
  if (session == nullptr) return kUsage;
  const auto baseline = session->BaselineEntries();
  if (!baseline || !session->BuildModel()) return kUsage;
  const AnalysisRequest& request = session->analysis().request();
  size_t counts[3] = {};
  std::string text;
  for (const SelftestResult& result :
       RunSelftest(session->analysis().model(), request.rules, *baseline, request.today)) {
    ++counts[static_cast<size_t>(result.verdict)];
    text += EscapeForTerminal(
                fmt::format("{:<12} {} {}", Word(result.verdict), result.rule, result.subject)) +
            '\n';
    if (!result.planted.empty())
      text += "    planted:  " + EscapeForTerminal(result.planted) + '\n';
    text += (result.verdict == SelftestVerdict::kFires ? "    found:    " : "    because:  ") +
            EscapeForTerminal(result.outcome) + '\n';
  }
  text += fmt::format("{} fire, {} cannot fire, {} not tried\n", counts[0], counts[1], counts[2]);
  if (!WriteStdout(text)) return kUsage;
  return counts[1] > 0 ? kViolations : kClean;
}

}  // namespace krepis::analyzer
