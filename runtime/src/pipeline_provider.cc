#include "krepis/pipeline_provider.h"

#include <algorithm>

namespace krepis {
namespace {

using Code = PipelineError::Code;

bool IsKnown(Stage stage) { return std::ranges::find(kStages, stage) != kStages.end(); }

/// Whether a route of `group` lies in `target` or below it.
bool IsWithin(std::string_view group, std::string_view target) {
  return group.starts_with(target) &&
         (group.size() == target.size() || group[target.size()] == '/');
}

std::string Place(Scope scope, std::string_view target) {
  std::string place(Name(scope));
  if (!target.empty()) place.append(" ").append(target);
  return place;
}

std::string Quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace

PipelineProvider::PipelineProvider(std::vector<Registration> registrations,
                                   std::vector<Requirement> requirements, size_t max_chains)
    : registrations_(std::move(registrations)),
      requirements_(std::move(requirements)),
      max_chains_(max_chains) {}

PipelineProvider::~PipelineProvider() = default;

Result<const PipelineChain*, PipelineError> PipelineProvider::Chain(
    const PipelineRoute& route, PipelineHandler& handler) const {
  std::lock_guard lock(mutex_);
  if (auto found = chains_.find(KeyView(route.id, route.group, &handler)); found != chains_.end()) {
    return found->second.get();
  }
  if (chains_.size() >= max_chains_) {
    return PipelineError{Code::kTooManyChains, "", std::string(route.id),
                         "route " + Quoted(route.id) + ": " + std::to_string(max_chains_) +
                             " chains are cached already; use route ids, not concrete paths, or "
                             "raise the bound with set_max_chains"};
  }
  auto links = Merge(route);
  if (!links) return std::move(links).error();
  auto chain = std::make_unique<const PipelineChain>(
      std::string(route.id), std::string(route.group), std::move(links).value(), handler);
  const PipelineChain* built = chain.get();
  chains_.emplace(Key(route.id, route.group, &handler), std::move(chain));
  return built;
}

size_t PipelineProvider::chain_count() const {
  std::lock_guard lock(mutex_);
  return chains_.size();
}

std::vector<std::string> PipelineProvider::UnusedRegistrations() const {
  std::lock_guard lock(mutex_);
  std::vector<std::string> unused;
  for (const Registration& registration : registrations_) {
    if (registration.scope == Scope::kGlobal) continue;
    bool used = std::ranges::any_of(chains_, [&](const auto& entry) {
      return std::ranges::any_of(entry.second->links(), [&](const PipelineLink& link) {
        return link.behavior == registration.behavior.get();
      });
    });
    if (used) continue;
    unused.push_back(registration.name + " (" + Place(registration.scope, registration.target) +
                     ")");
  }
  return unused;
}

Result<std::vector<PipelineLink>, PipelineError> PipelineProvider::Merge(
    const PipelineRoute& route) const {
  if (route.id.empty()) {
    return PipelineError{Code::kEmptyTarget, "", "", "a route needs an id"};
  }
  std::vector<const Registration*> chosen;
  for (const Registration& registration : registrations_) {
    bool applies =
        registration.scope == Scope::kGlobal ||
        (registration.scope == Scope::kScoped ? IsWithin(route.group, registration.target)
                                              : route.id == registration.target);
    if (applies) chosen.push_back(&registration);
  }
  if (auto checked = Check(route, chosen); !checked) return checked.error();

  // Groups of one route contain each other, so the shorter name is the outer group. Registrations
  // lie in one vector, so the lower address is the earlier one.
  auto place = [](const Registration* registration) {
    size_t depth = registration->scope == Scope::kScoped ? registration->target.size() : 0;
    return std::tuple(registration->stage, registration->scope, depth, registration);
  };
  std::ranges::sort(chosen, {}, place);

  std::vector<PipelineLink> links;
  links.reserve(chosen.size());
  for (const Registration* registration : chosen) {
    links.push_back({.behavior = registration->behavior.get(),
                     .name = registration->name,
                     .target = registration->target,
                     .stage = registration->stage,
                     .scope = registration->scope,
                     .replays = registration->replays});
  }
  return links;
}

Result<void, PipelineError> PipelineProvider::Check(
    const PipelineRoute& route, const std::vector<const Registration*>& chosen) const {
  auto error = [&](Code code, std::string behavior, std::string_view what) {
    return PipelineError{code, std::move(behavior), std::string(route.id),
                         "route " + Quoted(route.id) + ": " + std::string(what)};
  };
  if (chosen.size() > kMaxChainLength) {
    return error(Code::kChainTooLong, "",
                 std::to_string(chosen.size()) + " behaviours; a chain has at most " +
                     std::to_string(kMaxChainLength));
  }
  for (size_t i = 0; i < chosen.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const Registration& first = *chosen[j];
      const Registration& second = *chosen[i];
      std::string places =
          Place(first.scope, first.target) + " and " + Place(second.scope, second.target);
      if (first.name == second.name && !(first.repeatable && second.repeatable)) {
        return error(Code::kDuplicateBehavior, second.name,
                     "behaviour " + Quoted(second.name) + " is registered twice (" + places +
                         ") and is not repeatable");
      }
      if (first.stage == Stage::kTransaction && second.stage == Stage::kTransaction) {
        return error(Code::kSeveralTransactions, second.name,
                     "behaviours " + Quoted(first.name) + " and " + Quoted(second.name) + " (" +
                         places + ") are both of the transaction stage; a chain has at most one");
      }
    }
  }
  for (const Requirement& requirement : requirements_) {
    if (!requirement.group.empty() && !IsWithin(route.group, requirement.group)) continue;
    if (std::ranges::any_of(chosen, [&](const Registration* registration) {
          return registration->stage == requirement.stage;
        })) {
      continue;
    }
    std::string who = requirement.group.empty() ? "every chain" : "group " + requirement.group;
    return error(Code::kMissingStage, "",
                 "no behaviour of the " + std::string(Name(requirement.stage)) +
                     " stage, which is required of " + who);
  }
  return {};
}

void PipelineProvider::Builder::AddGlobal(std::unique_ptr<PipelineBehavior> behavior) {
  Add(Scope::kGlobal, {}, std::move(behavior));
}

void PipelineProvider::Builder::AddScoped(std::string_view group,
                                          std::unique_ptr<PipelineBehavior> behavior) {
  Add(Scope::kScoped, group, std::move(behavior));
}

void PipelineProvider::Builder::AddLocal(std::string_view route_id,
                                         std::unique_ptr<PipelineBehavior> behavior) {
  Add(Scope::kLocal, route_id, std::move(behavior));
}

void PipelineProvider::Builder::Add(Scope scope, std::string_view target,
                                    std::unique_ptr<PipelineBehavior> behavior) {
  Registration registration{
      .behavior = std::move(behavior), .name = {}, .target = std::string(target), .scope = scope};
  if (registration.behavior != nullptr) {
    BehaviorTraits traits = registration.behavior->traits();
    registration.name = traits.name;
    registration.stage = traits.stage;
    registration.replays = traits.replays;
    registration.repeatable = traits.repeatable;
  }
  registrations_.push_back(std::move(registration));
}

void PipelineProvider::Builder::RequireStage(Stage stage, std::string_view group) {
  requirements_.push_back({std::string(group), stage});
}

Result<std::unique_ptr<PipelineProvider>, PipelineError> PipelineProvider::Builder::Build() && {
  for (const Registration& registration : registrations_) {
    std::string place = Place(registration.scope, registration.target);
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
                           who + " needs the group or route id it is for"};
    }
  }
  for (const Requirement& requirement : requirements_) {
    if (IsKnown(requirement.stage)) continue;
    return PipelineError{
        Code::kUnknownStage, "", "",
        "stage " + std::to_string(static_cast<int>(requirement.stage)) + ", which is required of " +
            (requirement.group.empty() ? "every chain" : "group " + requirement.group) +
            ", does not exist"};
  }
  return std::unique_ptr<PipelineProvider>(
      new PipelineProvider(std::move(registrations_), std::move(requirements_), max_chains_));
}

}  // namespace krepis
