#include "krepis/behaviors/guard.h"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "krepis/behaviors/retry.h"
#include "runtime/tests/behaviors/test_chain.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using testing::FormTest;
using testing::TestChain;
using testing::Trace;

/// Knows "ann" (a user) and "bob" (a user and admin); the request is the name.
class Doorman final : public Authenticator {
 public:
  Result<std::optional<Principal>, Outcome> Authenticate(PipelineContext& context) override {
    const std::string& name = *context.request<std::string>();
    if (name == "throw") throw std::runtime_error("no directory");
    if (name == "down") return Outcome::Failure(FailureCode::kUnavailable, "no directory");
    if (name == "forged") return Outcome::Failure(FailureCode::kUnauthorized, "bad signature");
    if (name == "odd") return Outcome::Success();
    if (name.empty()) return std::optional<Principal>();
    Principal principal{.id = name, .claims = {{"role", "user"}, {"tenant", "7"}}};
    if (name == "bob") principal.claims.emplace_back("role", "admin");
    return std::optional(std::move(principal));
  }
};

class GuardTest {
 protected:
  explicit GuardTest(testing::Form form) : chain_(form) {}

  FailureCode Run(const std::string& name) {
    chain_.trace().clear();
    PipelineContext context("http", "/");
    context.BindRequest(name);
    Outcome outcome = chain_.Run(context);
    message_ = outcome.message();
    point_ = context.metadata().short_circuit_point;
    CHECK((chain_.trace() == Trace{"handler"}) == outcome.ok());
    CHECK(context.store().Find(kPrincipal) == nullptr);
    return outcome.code();
  }

  Doorman doorman_;
  TestChain chain_;
  std::string message_;
  std::string point_;
};

}  // namespace

TEST_CASE_OF_FORMS(GuardTest, "who is known gets in, and is known inside") {
  chain_.Add<Authentication>(doorman_);
  std::string seen;
  chain_.Handler([&](PipelineContext& context) {
    seen = context.store().Find(kPrincipal)->id;
    return Outcome::Success();
  });
  CHECK(Run("ann") == FailureCode::kNone);
  CHECK(seen == "ann");
}

TEST_CASE_OF_FORMS(GuardTest, "who is not known does not") {
  chain_.Add<Authentication>(doorman_);
  CHECK(Run("") == FailureCode::kUnauthorized);
  CHECK(point_ == "authentication");
  CHECK(Run("forged") == FailureCode::kUnauthorized);
  CHECK(message_ == "bad signature");
  CHECK(Run("down") == FailureCode::kUnavailable);
  CHECK(Run("odd") == FailureCode::kUnauthorized);
  CHECK(Run("throw") == FailureCode::kException);
}

TEST_CASE_OF_FORMS(GuardTest, "anonymous requests go on where they may, forged ones do not") {
  chain_.Add<Authentication>(doorman_, Anonymous::kAllowed);
  CHECK(Run("") == FailureCode::kNone);
  CHECK(Run("ann") == FailureCode::kNone);
  CHECK(Run("forged") == FailureCode::kUnauthorized);
  CHECK(Run("odd") == FailureCode::kUnauthorized);
}

TEST_CASE_OF_FORMS(GuardTest, "a policy decides who may") {
  chain_.Add<Authentication>(doorman_, Anonymous::kAllowed);
  chain_.Add<Authorization>(RequireClaim("role", "admin"));
  CHECK(Run("bob") == FailureCode::kNone);
  CHECK(Run("ann") == FailureCode::kForbidden);
  CHECK(message_ == "needs role admin");
  CHECK(point_ == "authorization");
  CHECK(Run("") == FailureCode::kUnauthorized);
  CHECK(point_ == "authorization");
}

TEST_CASE_OF_FORMS(GuardTest, "a negated policy does not let the unknown in") {
  chain_.Add<Authentication>(doorman_, Anonymous::kAllowed);
  chain_.Add<Authorization>(!RequireClaim("role", "admin"));
  CHECK(Run("ann") == FailureCode::kNone);
  CHECK(Run("bob") == FailureCode::kForbidden);
  CHECK(Run("") == FailureCode::kUnauthorized);
}

TEST_CASE_OF_FORMS(GuardTest, "without a policy, nobody") {
  chain_.Add<Authentication>(doorman_);
  SUBCASE("none was given") { chain_.Add<Authorization>(); }
  SUBCASE("none of that name") {
    PolicySet policies;
    CHECK(policies.Add("staff", AnyPrincipal()));
    chain_.Add<Authorization>(policies, "stuff");
  }
  CHECK(Run("bob") == FailureCode::kForbidden);
  CHECK(Run("") == FailureCode::kUnauthorized);
}

TEST_CASE_OF_FORMS(GuardTest, "without authentication, nobody") {
  chain_.Add<Authorization>(AnyPrincipal());
  CHECK(Run("bob") == FailureCode::kUnauthorized);
}

TEST_CASE_OF_FORMS(GuardTest, "named policies are composed of each other") {
  PolicySet policies;
  CHECK(policies.Add("admin", RequireClaim("role", "admin")));
  CHECK(policies.Add("tenant-7", RequireClaim("tenant", "7")));
  CHECK(policies.Add("odd", (*policies.Find("admin") && *policies.Find("tenant-7")) ||
                                Policy("named ann", "must be ann", [](const Access& access) {
                                  return access.principal.id == "ann";
                                })));
  CHECK_FALSE(policies.Add("odd", AnyPrincipal()));
  CHECK_FALSE(policies.Add("", AnyPrincipal()));
  chain_.Add<Authentication>(doorman_);
  chain_.Add<Authorization>(policies, "odd");
  CHECK(Run("ann") == FailureCode::kNone);
  CHECK(Run("bob") == FailureCode::kNone);
  CHECK(Run("eve") == FailureCode::kForbidden);
  CHECK(message_ == "needs role admin; must be ann");
}

TEST_CASE_OF_FORMS(GuardTest, "policies of all scopes must agree, inside authentication") {
  chain_.Add<Authorization>(RequireClaim("tenant", "7"));
  chain_.AddLocal<Authorization>(RequireClaim("role", "admin"));
  chain_.AddLocal<Authentication>(doorman_);
  CHECK(chain_.Order() == "authentication authorization authorization");
  CHECK(Run("bob") == FailureCode::kNone);
  CHECK(Run("ann") == FailureCode::kForbidden);
}

TEST_CASE_OF_FORMS(GuardTest, "a policy that throws lets nobody in") {
  chain_.Add<Authentication>(doorman_);
  chain_.Add<Authorization>(
      !Policy("broken", "", [](const Access&) -> bool { throw std::runtime_error("policy"); }));
  CHECK(Run("bob") == FailureCode::kException);
}

TEST_CASE_OF_FORMS(GuardTest, "a policy that changes its mind still refuses") {
  int calls = 0;
  chain_.Add<Authentication>(doorman_);
  chain_.Add<Authorization>(Policy("moody", "", [&](const Access&) { return ++calls % 2 == 0; }));
  CHECK(Run("bob") == FailureCode::kForbidden);
}

TEST_CASE_OF_FORMS(FormTest, "each attempt of a retry asks the guards anew") {
  testing::FakeClock clock(testing::FakeClock::Waits::kSkipping);
  class Revoking final : public Authenticator {
   public:
    Result<std::optional<Principal>, Outcome> Authenticate(PipelineContext&) override {
      if (++calls > 2) return std::optional<Principal>();
      return std::optional(Principal{.id = "ann", .claims = {}});
    }
    int calls = 0;
  } authenticator;
  TestChain chain(form_, &clock);
  chain.Add<Retry>(RetryOptions{.max_attempts = 10, .clock = &clock});
  chain.Add<Authentication>(authenticator);
  chain.Add<Authorization>(AnyPrincipal());
  chain.Handler([](PipelineContext& context) {
    CHECK(context.store().Find(kPrincipal) != nullptr);
    return Outcome::Failure(FailureCode::kFailed);
  });
  CHECK(chain.Run().code() == FailureCode::kUnauthorized);
  CHECK(chain.trace() == Trace{"handler", "handler"});
  CHECK(authenticator.calls == 3);
}

}  // namespace krepis
