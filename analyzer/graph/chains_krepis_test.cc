#include <doctest/doctest.h>

#include "analyzer/graph/chains_test_tree.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kBehaviors = R"(// --- behaviors.h
#include "krepis/pipeline_behavior.h"
namespace app {
class Timing : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override {
    return {.name = "timing", .stage = krepis::Stage::kLogging};
  }
};
class Retry : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override;
};
class Commit : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override {
    krepis::BehaviorTraits traits;
    traits.stage = krepis::Stage::kTransaction;
    return traits;
  }
};
class Plain : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {.name = "plain"}; }
};
}  // namespace app
// --- behaviors.cc
#include "behaviors.h"
namespace app {
krepis::BehaviorTraits Retry::traits() const { return {"retry", krepis::Stage::kResilience, true}; }
}
// --- main.cc
#include "behaviors.h"
#include "krepis/pipeline_provider.h"
)";

std::string Chains(std::string_view body) {
  return TestChains(std::string(kBehaviors) + std::string(body) + "\n").Lines();
}

}  // namespace

TEST_CASE("krepis: by stage, then scope, whatever the order of the text") {
  CHECK(Chains(R"(namespace app {
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Plain>();
  builder.AddGlobal(std::make_unique<Commit>());
  builder.AddLocal("users/:id", std::make_unique<Retry>(3));
  builder.AddScoped<Timing>("users", 1);
  builder.AddLocal<Timing>("other");
  auto provider = std::move(builder).Build();
  auto chain = (*provider)->Chain({"users/:id", "users/private"}, handler);
}
})") == "users/:id: app::Timing [logging] > app::Retry [resilience] > app::Commit [transaction] > "
        "app::Plain [unstaged] > Handler\n");
}

TEST_CASE("krepis: what is computed may be") {
  CHECK(Chains(R"(using namespace krepis;
void Run(std::string_view id, Handler& handler) {
  PipelineProvider::Builder builder;
  for (std::string_view group : {"a", "b"}) builder.AddScoped<app::Timing>(group);
  builder.AddScoped<app::Retry>("c");
  if (commit) builder.AddGlobal<app::Commit>();
  builder.AddGlobal<Unheard>();
  auto provider = std::move(builder).Build();
  (*provider)->Chain({id, Group(id)}, handler);
  (*provider)->Chain({"alone"}, handler);
})") == "{id}: app::Timing [logging]? > app::Retry [resilience]? > app::Commit [transaction]? > "
        "Unheard?? > Handler\n"
        "alone: app::Commit [transaction]? > Unheard?? > Handler\n");
}

TEST_CASE("krepis: what behaviours, tags and routes do not say is not known") {
  CHECK(Chains(R"(namespace app {
class Stored : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return traits_; }
};
class Either : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override {
    if (late_) return {.name = "either"};
    return {.name = "either", .stage = krepis::Stage::kGuard};
  }
};
class Wherever : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override {
    krepis::BehaviorTraits traits{.name = "wherever", .stage = krepis::Stage::kLogging};
    traits.placements.push_back(krepis::Placement::After(other_));
    return traits;
  }
};
void Run(Handler& handler, krepis::Tag tag, std::span<const std::string_view> given) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Timing>();
  builder.AddGlobal<Wherever>();
  builder.AddGlobal<Stored>();
  builder.AddGlobal<Either>();
  builder.AddScoped<Retry>(tag);
  builder.AddScoped<Commit>(krepis::Tag{"money"});
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"untagged", "group"}, handler);
  (*provider)->Chain({.id = "given", .tags = given}, handler);
  krepis::PipelineRoute route{"later"};
  if (late) route.group = "late";
  (*provider)->Chain(route, handler);
}
})") == "untagged: app::Timing [logging]~ > app::Wherever [logging]~ > app::Stored?? > "
        "app::Either?? > Handler\n"
        "given: app::Timing [logging]~ > app::Wherever [logging]~ > app::Retry [resilience]? > "
        "app::Commit [transaction]? > app::Stored?? > app::Either?? > Handler\n"
        "later: app::Timing [logging]~ > app::Wherever [logging]~ > app::Stored?? > "
        "app::Either?? > Handler\n");
}

TEST_CASE("krepis: helpers that register, providers that are given") {
  CHECK(Chains(R"(namespace app {
void AddDefaults(krepis::PipelineProvider::Builder& builder) { builder.AddGlobal<Timing>(); }
void Serve(const krepis::PipelineProvider& provider, Handler& handler) {
  provider.Chain({"served", ""}, handler);
}
void Run() {
  krepis::PipelineProvider::Builder builder;
  AddDefaults(builder);
  auto provider = std::move(builder).Build();
  Serve(**provider, handler_);
}
void Elsewhere(const krepis::PipelineProvider& provider, Handler& handler) {
  provider.Chain({"elsewhere", ""}, handler);
}
})") == "served: app::Timing [logging] > handler_\n"
        "elsewhere: (not seen: what 'provider' is given)?? > Handler\n");
}

TEST_CASE("krepis: the library's own behaviours, one by one and as the standard pipeline") {
  CHECK(Chains(R"(using namespace krepis;
void Run(Handler& handler, LogSink& sink, Authenticator& users) {
  PipelineProvider::Builder builder;
  builder.AddLocal<Transaction>("orders/place", UnitOfWorkOf);
  builder.AddLocal<Validation<PlaceOrder>>("orders/place", ValidOrder());
  StandardPipeline pipeline;
  pipeline.LogTo(sink).GuardWith(users);
  std::move(pipeline).AddTo(builder, "orders");
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"orders/place", "orders"}, handler);
  (*provider)->Chain({"health", ""}, handler);
})") == "orders/place: krepis::ContextBridge [context-bridge] > krepis::GlobalLogging [logging]? > "
        "krepis::Fallback [resilience]? > krepis::Bulkhead [resilience]? > "
        "krepis::Timeout [resilience]? > krepis::CircuitBreaker [resilience]? > "
        "krepis::Retry [resilience]? > krepis::Authentication [guard] > "
        "krepis::Authorization [guard]? > krepis::Validation [validation]? > "
        "Validation [validation] > krepis::Transaction [transaction]? > "
        "Transaction [transaction] > Handler\n"
        "health: Handler | krepis::Authentication | krepis::Authorization\n");
}

TEST_CASE("krepis: a standard pipeline with behaviours of the program's own") {
  constexpr std::string_view kMay =
      "krepis::GlobalLogging [logging]? > krepis::Fallback [resilience]? > "
      "krepis::Bulkhead [resilience]? > krepis::Timeout [resilience]? > "
      "krepis::CircuitBreaker [resilience]? > krepis::Retry [resilience]? > ";
  const auto chain = [](std::string_view set_up) {
    return Chains(R"(namespace app {
class Door : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override {
    return {.name = "door", .stage = krepis::Stage::kGuard};
  }
};
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
)" + std::string(set_up) +
                  R"(
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"a", ""}, handler);
}
})");
  };
  const std::string own = "a: krepis::ContextBridge [context-bridge]? > " + std::string(kMay) +
                          "krepis::Authentication [guard]? > krepis::Authorization [guard]? > ";
  const std::string rest =
      "krepis::Validation [validation]? > krepis::Transaction [transaction]? > Handler\n";
  CHECK(chain("krepis::StandardPipeline pipeline;\n"
              "pipeline.LogTo(sink).Use(std::make_unique<Door>());\n"
              "std::move(pipeline).AddTo(builder);") == own + "app::Door [guard] > " + rest);
  CHECK(chain("krepis::StandardPipeline().Use(std::make_unique<Door>()).AddTo(builder);") ==
        own + "app::Door [guard] > " + rest);
  CHECK(chain("krepis::StandardPipeline pipeline;\n"
              "if (locked) pipeline.Use(std::make_unique<Door>());\n"
              "std::move(pipeline).AddTo(builder);") == own + "app::Door [guard]? > " + rest);
  // What somebody else does to it is not seen.
  for (const std::string_view set_up :
       {"krepis::StandardPipeline pipeline; SetUp(pipeline); std::move(pipeline).AddTo(builder);",
        "krepis::StandardPipeline pipeline = Ours(); std::move(pipeline).AddTo(builder);",
        "krepis::StandardPipeline pipeline; auto& other = pipeline.LogTo(sink);\n"
        "std::move(pipeline).AddTo(builder);",
        "Ours().AddTo(builder);"}) {
    CAPTURE(set_up);
    const std::string text = chain(set_up);
    CHECK(text.find("krepis::Authentication [guard]?") != std::string::npos);
    CHECK(text.find("??") != std::string::npos);
  }
}

TEST_CASE("krepis: the asynchronous form") {
  CHECK(Chains(R"(void Run(krepis::AsyncPipelineHandler& handler) {
  krepis::AsyncPipelineProvider::Builder builder;
  builder.AddLocal<app::Commit>("a");
  builder.AddGlobal<app::Timing>();
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"a", ""}, handler);
})") == "a: app::Timing [logging] > app::Commit [transaction] > krepis::AsyncPipelineHandler\n");
}

TEST_CASE("the analyser's own pipelines") {
  std::string tree;
  for (const std::string name :
       {"behaviors.h", "behaviors.cc", "file_pipeline.cc", "rule_pipeline.cc"})
    tree += "// --- " + name + "\n" +
            ReadWhole(std::string(KREPIS_RULES) + "/../analyzer/engine/" + name) + "\n";
  CHECK(TestChains(tree).Lines() ==
        "{paths_[language]}: krepis::analyzer::TimingBehavior [logging] > "
        "krepis::analyzer::FaultIsolationBehavior [resilience] > "
        "krepis::analyzer::FactCommitBehavior [transaction] > PipelineHandler\n"
        "{id}: krepis::analyzer::TimingBehavior [logging] > "
        "krepis::analyzer::FaultIsolationBehavior [resilience] > "
        "krepis::analyzer::BaselineBehavior [unstaged] > "
        "krepis::analyzer::SuppressionBehavior [unstaged] > RuleHandler\n");
}

}  // namespace krepis::analyzer
