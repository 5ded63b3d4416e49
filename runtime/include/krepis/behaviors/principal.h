#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "krepis/behaviors/specification.h"
#include "krepis/context_store.h"
#include "krepis/outcome.h"
#include "krepis/result.h"

namespace krepis {

class PipelineContext;

/// Who is asking, as far as an Authenticator has made sure of it.
struct Principal {
  std::string id;
  /// What is known about it: {"role", "admin"}, {"tenant", "7"}. A name may come more than once.
  std::vector<std::pair<std::string, std::string>> claims;

  bool Has(std::string_view name, std::string_view value) const;
};

/// The principal of the current execution; null inside an execution that nobody is known to have
/// asked for.
inline constexpr ContextKey<Principal> kPrincipal{"principal", Sensitivity::kSensitive};

/// Finds out who is asking. Called by several threads at once.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  /// The principal; nothing when the request names none; or an outcome that ends the execution:
  /// kUnauthorized for credentials that do not hold, another failure when that could not be found
  /// out. What it throws ends the execution with kException.
  virtual Result<std::optional<Principal>, Outcome> Authenticate(PipelineContext& context) = 0;
};

/// What a Policy decides about. There always is a principal: who is unknown is refused before any
/// policy is asked, so that a negated one cannot let them in.
struct Access {
  const Principal& principal;
  const PipelineContext& context;
};

/// Who may do what: made of predicates on Access, combined with &&, || and !.
using Policy = Specification<Access>;

/// Satisfied by every principal.
Policy AnyPrincipal();
/// Satisfied by principals with this claim.
Policy RequireClaim(std::string_view name, std::string_view value);

/// Policies by name. Thread-safe once filled.
class PolicySet {
 public:
  /// False, and nothing changes, when the name is empty or taken.
  bool Add(std::string_view name, Policy policy);
  /// The policy, or null. Valid until the next Add.
  const Policy* Find(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, Policy>> policies_;
};

}  // namespace krepis
