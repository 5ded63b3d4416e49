#include "analyzer/engine/suppressions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "analyzer/config/rule_ids.h"
#include "analyzer/core/glob.h"

namespace krepis::analyzer {
namespace {

/// "2027-03-31"; the extraction has checked the form.
std::optional<Date> ParseDate(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  Date date;
  const auto number = [&](size_t from, size_t count, auto& value) {
    return std::from_chars(text.data() + from, text.data() + from + count, value).ec == std::errc();
  };
  if (!number(0, 4, date.year) || !number(5, 2, date.month) || !number(8, 2, date.day))
    return std::nullopt;
  return date;
}

std::string Text(const Date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

}  // namespace

SuppressionLedger::SuppressionLedger(const Model& model, Date today) : model_(model) {
  for (uint32_t file = 0; file < model.facts.size(); ++file) {
    for (const SuppressionFact& fact : model.facts[file].suppressions) {
      const std::optional<Date> until = ParseDate(fact.until);
      inlines_of_[model.graph.name(NodeId{file + 1})].push_back(
          static_cast<uint32_t>(inlines_.size()));
      inlines_.push_back({NodeId{file + 1}, &fact, until && *until < today});
    }
  }
  for (const ExceptionConfig& exception : model.config.exceptions) {
    exceptions_.push_back({&exception, exception.until && exception.until->value < today});
  }
  inline_used_ = std::make_unique<std::atomic<bool>[]>(inlines_.size());
  exception_used_ = std::make_unique<std::atomic<bool>[]>(exceptions_.size());
}

bool SuppressionLedger::Suppresses(const Diagnostic& violation) const {
  if (RuleFamily(violation.rule) == "exceptions") return false;
  bool suppressed = false;
  const auto names = [&](std::string_view rule) {
    return rule == violation.rule || (!rule.empty() && rule == violation.id);
  };
  if (const auto it = inlines_of_.find(violation.path); it != inlines_of_.end()) {
    for (const uint32_t index : it->second) {
      const SuppressionFact& fact = *inlines_[index].fact;
      if (!fact.problem.empty() || !names(fact.rule)) continue;
      const uint32_t line = violation.location.begin.line;
      if (!fact.whole_file && line != fact.location.begin.line &&
          line != fact.location.end.line + 1)
        continue;
      inline_used_[index].store(true, std::memory_order_relaxed);
      suppressed = suppressed || !inlines_[index].expired;
    }
  }
  for (size_t i = 0; i < exceptions_.size(); ++i) {
    if (!names(exceptions_[i].config->rule.value) || !Matches(*exceptions_[i].config, violation))
      continue;
    exception_used_[i].store(true, std::memory_order_relaxed);
    suppressed = suppressed || !exceptions_[i].expired;
  }
  return suppressed;
}

bool SuppressionLedger::Matches(const ExceptionConfig& exception,
                                const Diagnostic& violation) const {
  const auto matches_to = [&](const Bindings& bound) {
    return exception.to.empty() ||
           std::any_of(exception.to.begin(), exception.to.end(), [&](const ExceptionSide& side) {
             Bindings bindings = bound;
             return MatchesSide(side, violation.to, "", false, bindings);
           });
  };
  if (exception.from.empty()) return matches_to({});
  return std::any_of(exception.from.begin(), exception.from.end(), [&](const ExceptionSide& side) {
    Bindings bindings;
    return MatchesSide(side, violation.from, violation.path, true, bindings) &&
           matches_to(bindings);
  });
}

bool SuppressionLedger::MatchesSide(const ExceptionSide& side, std::string_view value,
                                    const std::string& path, bool is_from,
                                    Bindings& bindings) const {
  if (side.selector) {
    // What a finding is from may be a route or a function; then the file it stands in decides.
    SelectorTarget target;
    NodeId node = model_.graph.Find(value);
    if (IsNone(node)) {
      target.module = model_.modules.Find(value);  // of a cycle of modules
      if (IsNone(target.module) && !path.empty()) node = model_.graph.Find(path);
    }
    if (!IsNone(node)) target = model_.Target(node);
    if (is_from ? model_.modules.MatchFrom(*side.selector, target, &bindings)
                : model_.modules.Match(*side.selector, target, bindings)) {
      return true;
    }
  }
  if (side.route) {
    const size_t space = value.find(' ');
    if (space == std::string_view::npos
            ? side.route->Match("", value)
            : side.route->Match(value.substr(0, space), value.substr(space + 1))) {
      return true;
    }
  }
  if (side.capability) {
    const size_t colon = value.find(':');
    const auto argument =
        colon == std::string_view::npos ? std::nullopt : std::optional(value.substr(colon + 1));
    if (GrantCovers(*side.capability, value.substr(0, colon), argument)) return true;
  }
  if (side.kind == ExceptionSide::Kind::kText) return MatchWildcard(side.text, value);
  return side.text == value;
}

void SuppressionLedger::ReportExpired(Findings& findings) const {
  for (const Inline& entry : inlines_) {
    if (!entry.expired) continue;
    Diagnostic* finding = findings.Add();
    if (finding == nullptr) return;
    finding->path = finding->from = model_.graph.name(entry.file);
    finding->location = entry.fact->location;
    finding->to = entry.fact->rule;
    finding->fingerprint_key = fmt::format("{}\n{}", finding->path, finding->to);
    finding->message =
        fmt::format("the suppression of '{}' ended on {}", entry.fact->rule, entry.fact->until);
    finding->fix = "mend what it suppressed, or agree on a new date";
  }
  for (const Exception& entry : exceptions_) {
    if (!entry.expired) continue;
    Diagnostic* finding = findings.Add();
    if (finding == nullptr) return;
    finding->path = model_.config.path;
    finding->location = entry.config->until->location;
    finding->to = entry.config->rule.value;
    finding->fingerprint_key = fmt::format("{}\n{}", finding->path, finding->to);
    finding->message = fmt::format("the exception for '{}'{} ended on {}", finding->to,
                                   entry.config->owner.empty() ? "" : " of " + entry.config->owner,
                                   Text(entry.config->until->value));
    finding->fix = "mend what it excused, or agree on a new date";
  }
}

void SuppressionLedger::ReportUnused(Findings& findings) const {
  for (size_t i = 0; i < inlines_.size(); ++i) {
    const SuppressionFact& fact = *inlines_[i].fact;
    if (fact.problem.empty() && inline_used_[i].load(std::memory_order_relaxed)) continue;
    Diagnostic* finding = findings.Add();
    if (finding == nullptr) return;
    finding->path = finding->from = model_.graph.name(inlines_[i].file);
    finding->location = fact.location;
    finding->to = fact.rule;
    finding->fingerprint_key = fmt::format("{}\n{}", finding->path, finding->to);
    finding->message = fact.problem.empty()
                           ? fmt::format("this suppression of '{}' suppresses nothing", fact.rule)
                           : fact.problem;
    finding->fix =
        fact.problem.empty() ? "remove it" : "write it as: krepis: allow(rule-id) why=\"…\"";
  }
  for (size_t i = 0; i < exceptions_.size(); ++i) {
    const ExceptionConfig& exception = *exceptions_[i].config;
    if (exception.optional || exception_used_[i].load(std::memory_order_relaxed)) continue;
    Diagnostic* finding = findings.Add();
    if (finding == nullptr) return;
    finding->path = model_.config.path;
    finding->location = exception.location;
    finding->to = exception.rule.value;
    finding->fingerprint_key = fmt::format("{}\n{}", finding->path, finding->to);
    finding->message = fmt::format("this exception for '{}' excuses nothing", exception.rule.value);
    finding->fix = "remove it";
  }
}

}  // namespace krepis::analyzer
