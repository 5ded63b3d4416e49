#include "analyzer/engine/ordering.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

#include "analyzer/engine/ordering_verdicts.h"
#include "analyzer/graph/chains_paths.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxEvidence = 24;
/// Routes that a finding shows of those that it is about; the message counts them.
constexpr size_t kMaxRoutesShown = 4;

enum class InScope : uint8_t { kNo, kMaybe, kYes };

/// A rule, and what it is about.
struct Check {
  const OrderingRule* rule = nullptr;
  const Preset* preset = nullptr;  // of a documented rule; null: of krepis.toml
};

InScope ScopeOf(const Check& check, const Route& route) {
  if (check.preset != nullptr && check.preset != route.preset) return InScope::kNo;
  const OrderingRule& rule = *check.rule;
  if (rule.routes.empty() && rule.except.empty()) return InScope::kYes;
  if (!route.path_known || !route.mount_known) return InScope::kMaybe;
  const auto matches = [&](const RoutePattern& pattern) {
    return pattern.Match(route.method, route.path);
  };
  if (std::any_of(rule.except.begin(), rule.except.end(), matches)) return InScope::kNo;
  if (rule.routes.empty() || std::any_of(rule.routes.begin(), rule.routes.end(), matches))
    return InScope::kYes;
  return InScope::kNo;
}

/// The requests of one method that are answered without the routes of others: CORS preflights.
class RoutesOfMethod {
 public:
  RoutesOfMethod(const Model& model, const Check& check) {
    if (check.rule->requests.empty()) return;
    for (const Route& route : model.chains.routes()) {
      if (route.method != check.rule->requests || route.preset != check.preset) continue;
      const bool pattern = route.path.find_first_of("*:{") != std::string::npos;
      if (!pattern) paths_.emplace(route.application, route.path);
      if (pattern && patterns_.size() < kMaxPatterns)
        patterns_.emplace_back(route.application, route.path);
    }
  }

  bool Answer(const Route& route) const {
    return paths_.contains({route.application, route.path}) ||
           std::any_of(patterns_.begin(), patterns_.end(), [&](const auto& pattern) {
             return pattern.first == route.application &&
                    MatchPath(pattern.second, route.path, true) != PathMatch::kNo;
           });
  }

 private:
  static constexpr size_t kMaxPatterns = 64;

  std::set<std::pair<uint64_t, std::string_view>> paths_;
  std::vector<std::pair<uint64_t, std::string_view>> patterns_;
};

class Reporter {
 public:
  Reporter(const Model& model, Findings& findings) : model_(model), findings_(findings) {}

  void Run(const Check& check) {
    check_ = check;
    found_.clear();
    asked_.clear();
    const RoutesOfMethod others(model_, check);
    for (const Route& route : model_.chains.routes()) {
      const InScope scope = ScopeOf(check, route);
      if (scope == InScope::kNo) continue;
      if (route.method != check.rule->requests && others.Answer(route)) continue;
      for (const OrderingFault& fault :
           JudgeChain(model_.chains, route, *check.rule, check.preset != nullptr)) {
        if (fault.decided && scope == InScope::kYes) {
          Violation(route, fault);
        } else {
          Undecided(route, fault, scope);
        }
      }
    }
  }

 private:
  const ChainEntry& Entry(const ChainElement& element) const {
    return model_.chains.entry(element);
  }
  std::string Named(const ChainElement& element, std::string_view stage) const {
    return stage.empty() ? fmt::format("'{}'", Entry(element).symbol)
                         : fmt::format("'{}' ({})", Entry(element).symbol, stage);
  }

  std::string Message(const Route& route, const OrderingFault& fault) const {
    const std::string name = fmt::format("route '{}'", route.Name());
    if (fault.at == nullptr) {
      return fault.other == nullptr
                 ? fmt::format("{} has no '{}' in its chain", name, fault.stage)
                 : fmt::format(
                       "{} has no '{}' in its chain: '{}' is registered where it does not "
                       "cover it",
                       name, fault.stage, Entry(*fault.other).symbol);
    }
    const std::string at = Named(*fault.at, fault.stage);
    if (fault.other == nullptr)
      return fmt::format("{} is registered before {}, which it does not cover then", at, name);
    const std::string other = Named(*fault.other, fault.other_stage);
    switch (check_.rule->verb) {
      case OrderingVerb::kAdjacent:
        return fmt::format("{} does not stand directly inside {} on {}", at, other, name);
      case OrderingVerb::kFirst:
        return fmt::format("{} is not the first on {}: {} stands outside it", at, name, other);
      case OrderingVerb::kLast:
        return fmt::format("{} is not the last on {}: {} stands inside it", at, name, other);
      case OrderingVerb::kAtMostOnce:
        return fmt::format("{} stands a second time on {}", at, name);
      default:
        return fmt::format("{} stands inside {} on {}", at, other, name);
    }
  }

  void Violation(const Route& route, const OrderingFault& fault) {
    const uint32_t at = fault.at == nullptr ? ~0u : fault.at->entry;
    const uint32_t other = fault.at == nullptr || fault.other == nullptr ? ~0u : fault.other->entry;
    // One fault of the registrations, however many routes it shows on; a route lacks what it lacks.
    if (fault.at != nullptr) {
      const auto [it, added] = found_.try_emplace({at, other}, findings_.violations().size());
      if (!added) {
        Diagnostic& known = findings_.violations()[it->second];
        if (known.evidence.size() < kMaxEvidence)
          known.evidence.push_back(RouteEvidence(route, "the same on route '{}'"));
        return;
      }
    }
    Diagnostic* finding = findings_.Add(check_.rule->id.value, check_.rule->severity);
    if (finding == nullptr) {
      found_.erase({at, other});
      return;
    }
    const NodeId file = fault.at == nullptr ? route.file : Entry(*fault.at).file;
    finding->path = model_.graph.name(file);
    finding->location = fault.at == nullptr ? route.location : Entry(*fault.at).location;
    finding->from = route.Name();
    finding->to = fault.stage;
    finding->message = fmt::format("{} ({})", Message(route, fault),
                                   ChainLine(model_.chains, route, {fault.at, fault.other}));
    finding->because = check_.rule->because;
    finding->fix = check_.rule->fix;
    if (finding->fix.empty() && fault.at == nullptr && fault.other != nullptr) {
      const PresetCoverage coverage = route.preset->coverage;
      const std::string& symbol = Entry(*fault.other).symbol;
      finding->fix = coverage == PresetCoverage::kContext
                         ? fmt::format("register '{}' in the context of the route", symbol)
                     : coverage == PresetCoverage::kScope
                         ? fmt::format("register '{}' for the route or its group", symbol)
                         : fmt::format("register '{}' {} the route", symbol,
                                       coverage == PresetCoverage::kBefore ? "behind" : "before");
    }
    finding->fingerprint_key =
        fmt::format("{}\n{}\n{}\n{}\n{}", finding->path, fault.at == nullptr ? route.Name() : "",
                    fault.at == nullptr ? "" : Entry(*fault.at).symbol,
                    fault.at == nullptr || fault.other == nullptr ? "" : Entry(*fault.other).symbol,
                    fault.stage);
    AddEvidence(route, fault, *finding);
  }

  Evidence RouteEvidence(const Route& route, std::string_view text) const {
    return {std::string(model_.graph.name(route.file)), route.location,
            fmt::format(fmt::runtime(text), route.Name())};
  }

  void AddEvidence(const Route& route, const OrderingFault& fault, Diagnostic& finding) const {
    const auto add = [&](const ChainElement& element, std::string text) {
      const ChainEntry& entry = Entry(element);
      finding.evidence.push_back(
          {std::string(model_.graph.name(entry.file)), entry.location, std::move(text)});
    };
    if (fault.other != nullptr)
      add(*fault.other, fmt::format("'{}' is registered here", Entry(*fault.other).symbol));
    if (fault.at != nullptr)
      finding.evidence.push_back(RouteEvidence(route, "route '{}' is registered here"));
    size_t number = 0;
    for (const ChainElement& element : route.chain) {
      if (++number > kMaxEvidence) break;
      const ChainEntry& entry = Entry(element);
      add(element, fmt::format("chain {}: {}{}{}", number, entry.symbol,
                               entry.stages.empty() ? "" : " [" + entry.stages.front() + "]",
                               element.certainty == Certainty::kMust
                                   ? ""
                                   : fmt::format(", {}", CertaintyName(element.certainty))));
    }
    if (check_.preset == nullptr) {
      finding.evidence.push_back(
          Declared(model_.config, check_.rule->location,
                   fmt::format("rule '{}' is declared here", check_.rule->id.value)));
    }
  }

  void Undecided(const Route& route, const OrderingFault& fault, InScope scope) {
    const ChainElement* doubt = fault.doubt != nullptr ? fault.doubt : fault.at;
    const uint32_t about = doubt == nullptr ? ~0u : doubt->entry;
    const uint32_t subject = fault.at == nullptr ? ~0u : fault.at->entry;
    // A route that may lack a stage is an unknown of its own; of two registrations, one is enough.
    if (fault.at != nullptr && !asked_.insert({subject, about}).second) return;
    Unknown unknown;
    unknown.kind = "barrier";
    const NodeId file = fault.at == nullptr ? route.file : Entry(*fault.at).file;
    unknown.path = model_.graph.name(file);
    unknown.location = fault.at == nullptr ? route.location : Entry(*fault.at).location;
    std::string why;
    if (scope == InScope::kMaybe) {
      why = route.mount_known ? "the path of the route is computed"
                              : "where its router is mounted is not seen";
    } else if (doubt == nullptr) {
      why = "not everything is known of the chain";
    } else if (doubt->doubt == ChainDoubt::kPath) {
      why = fmt::format("whether '{}' is in effect for it is not known", Entry(*doubt).symbol);
    } else if (doubt->doubt == ChainDoubt::kSetUp) {
      why = fmt::format("whether '{}' is set up is not seen", Entry(*doubt).symbol);
    } else if (!Entry(*doubt).maybe.empty()) {
      why = fmt::format("whether '{}' is '{}', and always, is not known", Entry(*doubt).symbol,
                        Entry(*doubt).maybe.front());
    } else if (doubt->doubt == ChainDoubt::kStage) {
      why = fmt::format("whether '{}' does what it wraps is not known", Entry(*doubt).symbol);
    } else if (doubt->certainty == Certainty::kMay) {
      why = fmt::format("'{}' is there under a condition", Entry(*doubt).symbol);
    } else if (doubt->loose) {
      why = fmt::format("where '{}' stands among its stage is not known", Entry(*doubt).symbol);
    } else if (Entry(*doubt).barrier) {
      why = fmt::format("what '{}' stands for is not known", Entry(*doubt).symbol);
    } else {
      why = fmt::format("when '{}' is registered is not known", Entry(*doubt).symbol);
    }
    unknown.text = fmt::format("'{}' cannot be decided for route '{}': {} ({})",
                               check_.rule->id.value, route.Name(), why,
                               ChainLine(model_.chains, route, {fault.at, fault.other, doubt}));
    findings_.AddUnknown(std::move(unknown));
  }

  const Model& model_;
  Findings& findings_;
  Check check_;
  std::map<std::pair<uint32_t, uint32_t>, size_t> found_;  // index of the violation
  std::set<std::pair<uint32_t, uint32_t>> asked_;
};

}  // namespace

void CheckOrdering(const Model& model, std::span<const OrderingVerb> verbs, Findings& findings) {
  const auto wanted = [&](const OrderingRule& rule) {
    return std::find(verbs.begin(), verbs.end(), rule.verb) != verbs.end() &&
           !findings.IsOff(rule.id.value, rule.severity);
  };
  Reporter reporter(model, findings);
  for (const OrderingRule& rule : model.config.ordering.rules) {
    if (wanted(rule)) reporter.Run({&rule, nullptr});
  }
  for (const Preset* preset : model.chains.presets()) {
    for (const OrderingRule& rule : preset->rules) {
      if (wanted(rule)) reporter.Run({&rule, preset});
    }
  }
}

namespace {

/// A route names a behaviour by a string that is no class's: the framework leaves it out.
void CheckMisnamed(const Model& model, const Route& route, Findings& findings) {
  for (const ChainElement& element : route.missed) {
    const ChainEntry& entry = model.chains.entry(element);
    if (entry.meant.empty()) continue;
    Diagnostic* finding = findings.Add();
    if (finding == nullptr) return;
    finding->path = model.graph.name(entry.file);
    finding->location = entry.location;
    finding->from = route.Name();
    finding->to = entry.symbol;
    finding->message = fmt::format("no class is called '{}': route '{}' goes without it ({})",
                                   entry.symbol, route.Name(), ChainLine(model.chains, route));
    finding->because =
        fmt::format("{} looks a name up when it starts and leaves out what it does not find",
                    route.preset->name);
    finding->fix = fmt::format("name '{}'", entry.meant);
    finding->fingerprint_key = fmt::format("{}\n{}\n{}", finding->path, route.Name(), entry.symbol);
  }
}

/// What is said of a registration that covers none of its routes.
struct Misplaced {
  std::string_view route;  // the route is …
  std::string_view because;
  std::string_view fix;
};

Misplaced MisplacedIn(const Preset& preset) {
  switch (preset.coverage) {
    case PresetCoverage::kContext:
      return {"registered outside of its context",
              "a registration covers its own context and those in it",
              "in the context of the routes that it is to guard"};
    case PresetCoverage::kBefore:
      return {"registered behind it", "a registration covers what is registered before it",
              "behind the routes that it is to guard"};
    case PresetCoverage::kScope:
      // Of a pipeline that has a handler of its own, the handler replaces what stands before it.
      if (preset.nesting == PresetNesting::kLastOuter)
        return {"given its handler behind it",
                "the handler takes the place of all that the route was before",
                "behind the handler"};
      return {"not what it is registered for",
              "a registration covers its group and those below it, or its route",
              "for the routes that it is to guard"};
    case PresetCoverage::kAfter:
      break;
  }
  return {"registered before it", "a registration covers what is registered behind it",
          "before the routes that it is to guard"};
}

}  // namespace

void CheckUncoveredRoutes(const Model& model, Findings& findings) {
  const ChainTable& chains = model.chains;
  std::unordered_set<uint32_t> covering;
  std::map<uint32_t, std::vector<const Route*>> missed;
  for (const Route& route : chains.routes()) CheckMisnamed(model, route, findings);
  for (const Route& route : chains.routes()) {
    for (const ChainElement& element : route.chain) covering.insert(element.entry);
    for (const ChainElement& element : route.missed) {
      const bool guard = std::any_of(
          route.preset->stages.begin(), route.preset->stages.end(), [&](const PresetStage& stage) {
            return stage.guard && chains.entry(element).SurelyIs(stage.name);
          });
      if (guard && chains.entry(element).meant.empty()) missed[element.entry].push_back(&route);
    }
  }
  for (const auto& [entry_id, routes] : missed) {
    if (covering.contains(entry_id) || !chains.complete()) continue;
    const ChainEntry& entry = chains.entries()[entry_id];
    if (findings.IsOff("", std::nullopt)) return;
    if (entry.serves) {
      findings.AddUnknown(
          {"barrier", std::string(model.graph.name(entry.file)), entry.location,
           fmt::format("'{}' ({}) covers no route; whether what it does cover answers requests is "
                       "not known",
                       entry.symbol, entry.stages.front())});
      continue;
    }
    Diagnostic* finding = findings.Add();
    if (finding == nullptr) return;
    finding->path = model.graph.name(entry.file);
    finding->location = entry.location;
    finding->from = routes.front()->Name();
    finding->to = entry.stages.front();
    const Misplaced why = MisplacedIn(*routes.front()->preset);
    finding->message = fmt::format(
        "'{}' ({}) covers no route: '{}'{} {}", entry.symbol, entry.stages.front(),
        routes.front()->Name(),
        routes.size() == 1 ? " is" : fmt::format(" and {} more are", routes.size() - 1), why.route);
    finding->because = why.because;
    finding->fix = fmt::format("register '{}' {}", entry.symbol, why.fix);
    finding->fingerprint_key =
        fmt::format("{}\n{}\n{}", finding->path, entry.symbol, entry.stages.front());
    for (const Route* route : routes) {
      if (finding->evidence.size() == kMaxRoutesShown) break;
      finding->evidence.push_back({std::string(model.graph.name(route->file)), route->location,
                                   fmt::format("route '{}' is registered here", route->Name())});
    }
  }
}

}  // namespace krepis::analyzer
