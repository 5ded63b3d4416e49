#include "krepis/pipeline_provider.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/tests/probe.h"

namespace krepis {
namespace {

using Builder = PipelineProvider::Builder;
using Code = PipelineError::Code;
using testing::Probe;
using testing::ProbeHandler;
using testing::Trace;

/// Builders of providers whose behaviours do nothing.
class ProviderTest {
 protected:
  std::unique_ptr<PipelineBehavior> Make(BehaviorTraits traits) {
    return std::make_unique<Probe>(trace_, traits);
  }
  std::unique_ptr<PipelineBehavior> Make(std::string_view name, Stage stage = Stage::kUnstaged) {
    return Make({.name = name, .stage = stage});
  }

  PipelineError BuildError() {
    auto provider = std::move(builder_).Build();
    REQUIRE_FALSE(provider.ok());
    return provider.error();
  }
  const PipelineProvider& Provider() {
    if (provider_ == nullptr) {
      auto built = std::move(builder_).Build();
      REQUIRE(built.ok());
      provider_ = std::move(built).value();
    }
    return *provider_;
  }
  const PipelineChain& Chain(const PipelineRoute& route) {
    auto chain = Provider().Chain(route, handler_);
    REQUIRE(chain.ok());
    return **chain;
  }
  PipelineError ChainError(const PipelineRoute& route) {
    auto chain = Provider().Chain(route, handler_);
    REQUIRE_FALSE(chain.ok());
    return chain.error();
  }
  static std::string Names(const PipelineChain& chain) {
    std::string names;
    for (const PipelineLink& link : chain.links())
      names.append(names.empty() ? "" : " ").append(link.name);
    return names;
  }

  Trace trace_;
  ProbeHandler handler_{trace_};
  Builder builder_;
  std::unique_ptr<PipelineProvider> provider_;
};

}  // namespace

TEST_CASE_FIXTURE(ProviderTest,
                  "without stages: global, scoped outer group first, local, then registration") {
  builder_.AddLocal("layering/cycle", Make("local-1"));
  builder_.AddScoped("evaluation/layering", Make("family-1"));
  builder_.AddScoped("evaluation", Make("evaluation-1"));
  builder_.AddGlobal(Make("global-1"));
  builder_.AddScoped("evaluation/layering", Make("family-2"));
  builder_.AddGlobal(Make("global-2"));
  builder_.AddLocal("layering/cycle", Make("local-2"));
  builder_.AddScoped("evaluation", Make("evaluation-2"));

  CHECK(Names(Chain({.id = "layering/cycle", .group = "evaluation/layering"})) ==
        "global-1 global-2 evaluation-1 evaluation-2 family-1 family-2 local-1 local-2");
  CHECK(Names(Chain({.id = "layering/edge", .group = "evaluation"})) ==
        "global-1 global-2 evaluation-1 evaluation-2");
  CHECK(Names(Chain({.id = "x", .group = "evaluation/layering-two"})) ==
        "global-1 global-2 evaluation-1 evaluation-2");
  CHECK(Names(Chain({.id = "x", .group = "eval"})) == "global-1 global-2");
  CHECK(Names(Chain({.id = "x"})) == "global-1 global-2");
}

TEST_CASE_FIXTURE(ProviderTest,
                  "stages come before scopes: a global transaction stands inside a local guard") {
  builder_.AddGlobal(Make("plain"));
  builder_.AddGlobal(Make("transaction", Stage::kTransaction));
  builder_.AddGlobal(Make("validation", Stage::kValidation));
  builder_.AddLocal("orders", Make("guard", Stage::kGuard));
  builder_.AddScoped("shop", Make("retry", Stage::kResilience));
  builder_.AddLocal("orders", Make("log-local", Stage::kLogging));
  builder_.AddGlobal(Make("log-global", Stage::kLogging));
  builder_.AddLocal("orders", Make("bridge", Stage::kContextBridge));

  CHECK(Names(Chain({.id = "orders", .group = "shop"})) ==
        "bridge log-global log-local retry guard validation transaction plain");
}

TEST_CASE_FIXTURE(ProviderTest, "a chain describes itself") {
  builder_.AddGlobal(Make("timing", Stage::kLogging));
  builder_.AddScoped("evaluation",
                     Make({.name = "retry", .stage = Stage::kResilience, .replays = true}));
  builder_.AddLocal("layering/cycle", Make("sampling"));
  CHECK(Chain({.id = "layering/cycle", .group = "evaluation/layering"}).Describe() ==
        "layering/cycle in evaluation/layering\n"
        "  0 logging     timing    global\n"
        "  1 resilience  retry     scoped evaluation, replays\n"
        "  2 unstaged    sampling  local layering/cycle\n"
        "  3             handler   handler\n");
  CHECK(Chain({.id = "x"}).Describe() ==
        "x\n"
        "  0 logging  timing   global\n"
        "  1          handler  handler\n");
}

TEST_CASE_FIXTURE(ProviderTest, "one chain per route, group and handler") {
  builder_.AddGlobal(Make("a"));
  const PipelineChain& chain = Chain({.id = "r", .group = "g"});
  CHECK(&chain == &Chain({.id = std::string("r"), .group = std::string("g")}));
  CHECK(&chain.handler() == &handler_);
  CHECK(chain.route() == "r");
  CHECK(chain.group() == "g");

  ProbeHandler other(trace_);
  auto others = Provider().Chain({.id = "r", .group = "g"}, other);
  REQUIRE(others.ok());
  CHECK(*others != &chain);
  CHECK(&(*others)->handler() == &other);
  CHECK(&Chain({.id = "r"}) != &chain);
  CHECK(Provider().chain_count() == 3);
}

TEST_CASE_FIXTURE(ProviderTest, "the cache is bounded, and says what that usually means") {
  builder_.set_max_chains(2);
  Chain({.id = "users/1"});
  Chain({.id = "users/2"});
  PipelineError error = ChainError({.id = "users/3"});
  CHECK(error.code == Code::kTooManyChains);
  CHECK(error.route == "users/3");
  CHECK(error.message.find("concrete paths") != std::string::npos);
  CHECK(Provider().chain_count() == 2);
  Chain({.id = "users/1"});
}

TEST_CASE_FIXTURE(ProviderTest, "registrations that no chain contains are listed") {
  builder_.AddGlobal(Make("global"));
  builder_.AddScoped("shop", Make("used"));
  builder_.AddScoped("shpo", Make("guard"));
  builder_.AddLocal("layering/cylce", Make("sampling"));
  Chain({.id = "layering/cycle", .group = "shop/a"});
  CHECK(Provider().UnusedRegistrations() ==
        std::vector<std::string>{"guard (scoped shpo)", "sampling (local layering/cylce)"});
}

TEST_CASE_FIXTURE(ProviderTest, "error: a null behaviour") {
  builder_.AddScoped("shop", std::unique_ptr<PipelineBehavior>());
  PipelineError error = BuildError();
  CHECK(error.code == Code::kNullBehavior);
  CHECK(error.message == "a null behaviour was registered (scoped shop)");
}

TEST_CASE_FIXTURE(ProviderTest, "error: a behaviour without a name") {
  builder_.AddLocal("orders", Make(""));
  PipelineError error = BuildError();
  CHECK(error.code == Code::kUnnamedBehavior);
  CHECK(error.message == "a behaviour registered as local orders has no name in its traits");
}

TEST_CASE_FIXTURE(ProviderTest, "error: an unknown stage, declared") {
  builder_.AddGlobal(Make("fine", Stage::kGuard));
  builder_.AddGlobal(Make("odd", static_cast<Stage>(17)));
  PipelineError error = BuildError();
  CHECK(error.code == Code::kUnknownStage);
  CHECK(error.behavior == "odd");
  CHECK(error.message == "behaviour \"odd\" (global) declares stage 17, which does not exist");
}

TEST_CASE_FIXTURE(ProviderTest, "error: an unknown stage, required") {
  builder_.RequireStage(static_cast<Stage>(99), "shop");
  PipelineError error = BuildError();
  CHECK(error.code == Code::kUnknownStage);
  CHECK(error.message == "stage 99, which is required of group shop, does not exist");
}

TEST_CASE_FIXTURE(ProviderTest, "error: a scope without its target") {
  builder_.AddScoped("", Make("guard"));
  PipelineError error = BuildError();
  CHECK(error.code == Code::kEmptyTarget);
  CHECK(error.behavior == "guard");
}

TEST_CASE_FIXTURE(ProviderTest, "error: a route without an id") {
  CHECK(ChainError({.id = ""}).code == Code::kEmptyTarget);
}

TEST_CASE_FIXTURE(ProviderTest, "error: one behaviour twice in a chain") {
  builder_.AddGlobal(Make("audit", Stage::kLogging));
  builder_.AddLocal("orders",
                    Make({.name = "audit", .stage = Stage::kLogging, .repeatable = true}));
  Chain({.id = "elsewhere"});
  PipelineError error = ChainError({.id = "orders"});
  CHECK(error.code == Code::kDuplicateBehavior);
  CHECK(error.behavior == "audit");
  CHECK(error.route == "orders");
  CHECK(error.message ==
        "route \"orders\": behaviour \"audit\" is registered twice (global and local orders) and "
        "is not "
        "repeatable");
}

TEST_CASE_FIXTURE(ProviderTest, "a repeatable behaviour may stand in a chain twice") {
  builder_.AddGlobal(Make({.name = "tag", .repeatable = true}));
  builder_.AddLocal("orders", Make({.name = "tag", .repeatable = true}));
  CHECK(Names(Chain({.id = "orders"})) == "tag tag");
}

TEST_CASE_FIXTURE(ProviderTest, "error: two transactions") {
  builder_.AddGlobal(Make("unit-of-work", Stage::kTransaction));
  builder_.AddScoped("shop", Make("sql", Stage::kTransaction));
  Chain({.id = "elsewhere"});
  PipelineError error = ChainError({.id = "orders", .group = "shop"});
  CHECK(error.code == Code::kSeveralTransactions);
  CHECK(error.message ==
        "route \"orders\": behaviours \"unit-of-work\" and \"sql\" (global and scoped shop) are "
        "both of the "
        "transaction stage; a chain has at most one");
}

TEST_CASE_FIXTURE(ProviderTest, "error: a required stage is missing") {
  builder_.RequireStage(Stage::kGuard, "admin");
  builder_.AddLocal("users/delete", Make("permission", Stage::kGuard));
  Chain({.id = "home"});
  Chain({.id = "users/delete", .group = "admin/users"});
  PipelineError error = ChainError({.id = "users/list", .group = "admin/users"});
  CHECK(error.code == Code::kMissingStage);
  CHECK(error.route == "users/list");
  CHECK(error.message ==
        "route \"users/list\": no behaviour of the guard stage, which is required of group admin");
}

TEST_CASE_FIXTURE(ProviderTest, "a stage may be required of every chain") {
  builder_.RequireStage(Stage::kLogging);
  CHECK(ChainError({.id = "home"}).message ==
        "route \"home\": no behaviour of the logging stage, which is required of every chain");
}

TEST_CASE_FIXTURE(ProviderTest, "error: a chain that is too long") {
  for (size_t i = 0; i <= PipelineProvider::kMaxChainLength; ++i) {
    builder_.AddLocal("long", Make("behavior-" + std::to_string(i)));
  }
  CHECK(ChainError({.id = "long"}).code == Code::kChainTooLong);
}

TEST_CASE("stages are written and read by name") {
  for (Stage stage : kStages) CHECK(StageOfName(Name(stage)) == stage);
  CHECK(StageOfName("gaurd") == std::nullopt);
  CHECK(Name(static_cast<Stage>(200)) == "unknown");
}

}  // namespace krepis
