#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "krepis/behaviors/principal.h"
#include "krepis/context_store.h"
#include "krepis/phased_behavior.h"

namespace krepis {

/// What becomes of a request that names nobody.
enum class Anonymous : uint8_t {
  kRefused,  ///< ends with kUnauthorized
  kAllowed,  ///< goes on without a principal; an Authorization inside still refuses it
};

/// Finds out who is asking and puts the Principal into the context store for the inside.
/// Credentials that do not hold end with kUnauthorized, whether anonymous requests are allowed or
/// not.
///
/// Stage: guard. Thread-safe if the authenticator is.
class Authentication final : public PhasedBehavior<std::optional<ContextScope<Principal>>> {
 public:
  using State = std::optional<ContextScope<Principal>>;

  /// `authenticator` must outlive the behaviour.
  explicit Authentication(Authenticator& authenticator, Anonymous anonymous = Anonymous::kRefused)
      : authenticator_(authenticator), anonymous_(anonymous) {}

  BehaviorTraits traits() const override;
  std::optional<Outcome> Before(PipelineContext& context, State& state) override;

 private:
  Authenticator& authenticator_;
  const Anonymous anonymous_;
};

/// Lets in those who satisfy a policy, and nobody else: without a principal it ends with
/// kUnauthorized, without a policy or one that is satisfied with kForbidden. What a policy throws
/// ends with kException; nothing is entered.
///
/// Several in a chain (global, scoped, local) must all agree. Stage: guard, inside Authentication.
/// Thread-safe if the policy is.
class Authorization final : public PhasedBehavior<> {
 public:
  /// Refuses everybody.
  Authorization() = default;
  explicit Authorization(Policy policy) : policy_(std::move(policy)) {}
  /// The policy of that name, as the set has it now; refuses everybody where there is none.
  Authorization(const PolicySet& policies, std::string_view name);

  BehaviorTraits traits() const override;
  std::optional<Outcome> Before(PipelineContext& context, NoState& state) override;

 private:
  std::optional<Policy> policy_;
};

}  // namespace krepis
