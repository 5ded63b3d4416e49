#include "analyzer/core/diagnostic.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "analyzer/core/digest.h"

namespace krepis::analyzer {

void Finish(Report& report) {
  const auto key = [](const Diagnostic& d) {
    return std::tie(d.path, d.location.begin, d.rule, d.id, d.to, d.fingerprint_key, d.message);
  };
  std::stable_sort(report.violations.begin(), report.violations.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  std::map<std::string, uint32_t> seen;
  for (Diagnostic& d : report.violations) {
    std::string identity = d.rule + '\0' + d.id + '\0' + d.fingerprint_key;
    const uint32_t occurrence = seen[identity]++;
    if (occurrence != 0) identity += '\0' + std::to_string(occurrence);
    d.fingerprint = Sha256Hex(identity).substr(0, 32);
  }
  std::sort(report.unknowns.begin(), report.unknowns.end(), [](const Unknown& a, const Unknown& b) {
    return std::tie(a.path, a.location.begin, a.kind, a.text) <
           std::tie(b.path, b.location.begin, b.kind, b.text);
  });
  std::sort(report.incomplete.begin(), report.incomplete.end(),
            [](const Incomplete& a, const Incomplete& b) {
              return std::tie(a.path, a.reason) < std::tie(b.path, b.reason);
            });
  std::sort(report.rules.begin(), report.rules.end(),
            [](const RuleDescription& a, const RuleDescription& b) { return a.id < b.id; });
}

const char* SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kOff:
      return "off";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "off";
}

}  // namespace krepis::analyzer
