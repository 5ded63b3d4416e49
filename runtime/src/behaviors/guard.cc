#include "krepis/behaviors/guard.h"

#include <utility>

#include "krepis/pipeline_context.h"

namespace krepis {
namespace {

Outcome Unknown() {
  return Outcome::Failure(FailureCode::kUnauthorized, StaticMessage("who is asking is not known"));
}

}  // namespace

BehaviorTraits Authentication::traits() const {
  return {.name = "authentication", .stage = Stage::kGuard};
}

std::optional<Outcome> Authentication::Before(PipelineContext& context, State& state) {
  auto principal = authenticator_.Authenticate(context);
  if (!principal) {
    Outcome refusal = std::move(principal).error();
    return refusal.ok() ? Unknown() : std::move(refusal);
  }
  if (!principal->has_value()) {
    if (anonymous_ == Anonymous::kAllowed) return std::nullopt;
    return Unknown();
  }
  state.emplace(context, kPrincipal, **std::move(principal));
  return std::nullopt;
}

Authorization::Authorization(const PolicySet& policies, std::string_view name) {
  if (const Policy* policy = policies.Find(name)) policy_ = *policy;
}

BehaviorTraits Authorization::traits() const {
  return {.name = "authorization",
          .stage = Stage::kGuard,
          .repeatable = true,
          .placements = {Placement::After("authentication", Strength::kWeak)}};
}

std::optional<Outcome> Authorization::Before(PipelineContext& context, NoState&) {
  const Principal* principal = context.store().Find(kPrincipal);
  if (principal == nullptr) return Unknown();
  if (!policy_) {
    return Outcome::Failure(FailureCode::kForbidden, StaticMessage("no policy allows it"));
  }
  const Access access{*principal, context};
  if (policy_->IsSatisfiedBy(access)) return std::nullopt;
  const auto failure = policy_->Evaluate(access);
  return Outcome::Failure(FailureCode::kForbidden, failure ? Summary(*failure) : std::string());
}

}  // namespace krepis
