// What is registered for one route, checked and merged into a chain.
#include "chain_merge.h"

#include <algorithm>
#include <utility>

#include "krepis/chain_registry.h"

namespace krepis {
namespace {

using Code = PipelineError::Code;
using Registration = ChainRegistry::Registration;

bool IsKnown(Stage stage) { return std::ranges::find(kStages, stage) != kStages.end(); }

/// Whether a route of `group` lies in `target` or below it.
bool IsWithin(std::string_view group, std::string_view target) {
  return group.starts_with(target) &&
         (group.size() == target.size() || group[target.size()] == '/');
}

bool Applies(const Registration& registration, const PipelineRoute& route) {
  switch (registration.scope) {
    case Scope::kGlobal:
      return true;
    case Scope::kScoped:
      return registration.by_tag
                 ? std::ranges::find(route.tags, registration.target) != route.tags.end()
                 : IsWithin(route.group, registration.target);
    case Scope::kLocal:
      return route.id == registration.target;
  }
  return false;
}

/// What is wrong with two behaviours in one chain, whatever else it has.
Result<void, PipelineError> CheckPairs(std::string_view route, const Chosen& chosen) {
  for (size_t i = 0; i < chosen.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const Registration& first = *chosen[j];
      const Registration& second = *chosen[i];
      std::string places = first.Place() + " and " + second.Place();
      if (first.name == second.name && !(first.repeatable && second.repeatable)) {
        return RouteError(route, Code::kDuplicateBehavior, second.name,
                          "behaviour " + Quoted(second.name) + " is registered twice (" + places +
                              ") and is not repeatable");
      }
      if (first.stage == Stage::kTransaction && second.stage == Stage::kTransaction) {
        return RouteError(route, Code::kSeveralTransactions, second.name,
                          "behaviours " + Quoted(first.name) + " and " + Quoted(second.name) +
                              " (" + places +
                              ") are both of the transaction stage; a chain has at most one");
      }
    }
  }
  return {};
}

/// What the chain lacks.
Result<void, PipelineError> CheckComplete(
    const PipelineRoute& route, const Chosen& chosen,
    const std::vector<ChainRegistry::Requirement>& requirements) {
  for (const ChainRegistry::Requirement& requirement : requirements) {
    if (!requirement.group.empty() && !IsWithin(route.group, requirement.group)) continue;
    if (std::ranges::find(chosen, requirement.stage, &Registration::stage) != chosen.end()) {
      continue;
    }
    std::string who = requirement.group.empty() ? "every chain" : "group " + requirement.group;
    return RouteError(route.id, Code::kMissingStage, "",
                      "no behaviour of the " + std::string(Name(requirement.stage)) +
                          " stage, which is required of " + who);
  }
  for (const Registration* registration : chosen) {
    for (const Placement& placement : registration->placements) {
      if (placement.strength == Strength::kWeak) continue;
      if (std::ranges::find(chosen, placement.behavior, &Registration::name) != chosen.end()) {
        continue;
      }
      return RouteError(route.id, Code::kMissingBehavior, registration->name,
                        "behaviour " + Quoted(registration->name) + " (" + registration->Place() +
                            ") needs " + Quoted(placement.behavior) +
                            ", which is not registered for this route; register it, or make the "
                            "placement weak");
    }
  }
  return {};
}

/// What is wrong with a registration by itself.
Result<void, PipelineError> CheckAlone(const Registration& registration) {
  std::string place = registration.Place();
  if (registration.behavior == nullptr) {
    return PipelineError{Code::kNullBehavior, "", "",
                         "a null behaviour was registered (" + place + ")"};
  }
  if (registration.name.empty()) {
    return PipelineError{Code::kUnnamedBehavior, "", "",
                         "a behaviour registered as " + place + " has no name in its traits"};
  }
  std::string who = "behaviour " + Quoted(registration.name) + " (" + place + ")";
  if (!IsKnown(registration.stage)) {
    return PipelineError{Code::kUnknownStage, registration.name, "",
                         who + " declares stage " +
                             std::to_string(static_cast<int>(registration.stage)) +
                             ", which does not exist"};
  }
  if (registration.scope != Scope::kGlobal && registration.target.empty()) {
    return PipelineError{Code::kEmptyTarget, registration.name, "",
                         who + " needs the group, tag or route id it is for"};
  }
  return {};
}

}  // namespace

std::string Quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

PipelineError RouteError(std::string_view route, Code code, std::string behavior,
                         std::string_view what) {
  std::string where = route.empty() ? "global behaviours: " : "route " + Quoted(route) + ": ";
  return {code, std::move(behavior), std::string(route), where + std::string(what)};
}

std::string ChainRegistry::Registration::Place() const {
  std::string place(Name(scope));
  if (by_tag) place += " tag";
  if (!target.empty()) place.append(" ").append(target);
  return place;
}

ChainRegistry::Registration ChainRegistry::Describe(Scope scope, std::string_view target,
                                                    bool by_tag,
                                                    std::unique_ptr<BehaviorBase> behavior) {
  Registration registration;
  registration.target = target;
  registration.scope = scope;
  registration.by_tag = by_tag;
  if (behavior != nullptr) {
    BehaviorTraits traits = behavior->traits();
    registration.name = traits.name;
    registration.stage = traits.stage;
    registration.replays = traits.replays;
    registration.repeatable = traits.repeatable;
    registration.placements = std::move(traits.placements);
  }
  registration.behavior = std::move(behavior);
  return registration;
}

Result<std::unique_ptr<ChainRegistry>, PipelineError> ChainRegistry::Make(Plan plan,
                                                                          MakeChain make) {
  Chosen global;
  for (const Registration& registration : plan.registrations) {
    if (auto checked = CheckAlone(registration); !checked) return checked.error();
    if (registration.scope == Scope::kGlobal) global.push_back(&registration);
  }
  for (const Requirement& requirement : plan.requirements) {
    if (IsKnown(requirement.stage)) continue;
    return PipelineError{
        Code::kUnknownStage, "", "",
        "stage " + std::to_string(static_cast<int>(requirement.stage)) + ", which is required of " +
            (requirement.group.empty() ? "every chain" : "group " + requirement.group) +
            ", does not exist"};
  }
  if (auto checked = CheckPairs("", global); !checked) return checked.error();
  std::vector<std::string> moved_by;
  if (auto ordered = Order("", global, moved_by); !ordered) return ordered.error();
  return std::unique_ptr<ChainRegistry>(new ChainRegistry(std::move(plan), make));
}

Result<ChainBase::Parts, PipelineError> ChainRegistry::Merge(const PipelineRoute& route) const {
  if (route.id.empty()) {
    return PipelineError{Code::kEmptyTarget, "", "", "a route needs an id"};
  }
  Chosen chosen;
  for (const Registration& registration : plan_.registrations) {
    if (Applies(registration, route)) chosen.push_back(&registration);
  }
  if (chosen.size() > kMaxChainLength) {
    return RouteError(route.id, Code::kChainTooLong, "",
                      std::to_string(chosen.size()) + " behaviours; a chain has at most " +
                          std::to_string(kMaxChainLength));
  }
  if (auto checked = CheckPairs(route.id, chosen); !checked) return checked.error();
  if (auto checked = CheckComplete(route, chosen, plan_.requirements); !checked) {
    return checked.error();
  }
  std::vector<std::string> moved_by;
  if (auto ordered = Order(route.id, chosen, moved_by); !ordered) return ordered.error();

  ChainBase::Parts parts{.route = std::string(route.id),
                         .group = std::string(route.group),
                         .tags = {route.tags.begin(), route.tags.end()},
                         .links = {},
                         .handler = nullptr};
  parts.links.reserve(chosen.size());
  for (size_t i = 0; i < chosen.size(); ++i) {
    const Registration& registration = *chosen[i];
    parts.links.push_back({.behavior = registration.behavior.get(),
                           .name = registration.name,
                           .target = registration.target,
                           .moved_by = std::move(moved_by[i]),
                           .stage = registration.stage,
                           .scope = registration.scope,
                           .by_tag = registration.by_tag,
                           .replays = registration.replays,
                           .posts = registration.posts});
  }
  return parts;
}

}  // namespace krepis
