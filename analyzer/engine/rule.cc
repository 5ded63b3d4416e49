#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/edge_groups.h"

namespace krepis::analyzer {

Diagnostic* Findings::Add(std::string_view id, std::optional<Severity> own) {
  const Severity severity = config_.SeverityOf(rule_, id, own);
  if (severity == Severity::kOff) return nullptr;
  Diagnostic& finding = violations_.emplace_back();
  finding.rule = rule_;
  finding.id = id;
  finding.severity = severity;
  return &finding;
}

void PlaceAt(const Model& model, const Edge& edge, Diagnostic& finding) {
  finding.path = model.graph.name(edge.from);
  finding.location = edge.location;
  finding.from = finding.path;
  finding.to = model.graph.name(edge.to);
  finding.fingerprint_key =
      fmt::format("{}\n{}\n{}", finding.from, finding.to, EdgeKindName(edge.kind));
}

void PlaceAt(const Model& model, std::span<const Edge> sites, Diagnostic& finding) {
  PlaceAt(model, sites.front(), finding);
  for (const Edge& again : sites.subspan(1)) {
    finding.evidence.push_back(
        {finding.path, again.location, fmt::format("{} it here too", VerbOf(again.kind))});
  }
}

std::string_view VerbOf(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::kImport:
    case EdgeKind::kDynamic:
      return "imports";
    case EdgeKind::kType:
      return "imports types of";
    case EdgeKind::kInclude:
      return "includes";
    case EdgeKind::kInherit:
      return "inherits from";
    case EdgeKind::kCall:
      return "calls";
    case EdgeKind::kFfi:
      return "crosses into";
    case EdgeKind::kMod:
      return "declares";
    case EdgeKind::kForward:
      return "forward-declares names of";
    case EdgeKind::kUse:
    case EdgeKind::kPath:
    case EdgeKind::kReference:
      return "uses";
  }
  return "uses";
}

Evidence Declared(const Config& config, const Location& location, std::string text) {
  return {config.path, location, std::move(text)};
}

void ExplainBy(const Config& config, const RuleConfig& rule, Diagnostic& finding) {
  finding.because = rule.because;
  finding.fix = rule.fix;
  finding.evidence.push_back(Declared(config, rule.verb_location,
                                      fmt::format("rule '{}' is declared here", rule.id.value)));
}

bool HasRule(const Config& config, RuleVerb verb) {
  return std::any_of(config.rules.begin(), config.rules.end(),
                     [&](const RuleConfig& rule) { return rule.verb == verb; });
}

}  // namespace krepis::analyzer
