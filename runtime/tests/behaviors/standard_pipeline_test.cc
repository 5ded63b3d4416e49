#include "krepis/behaviors/standard_pipeline.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/tests/behaviors/test_chain.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using testing::TestChain;

class Sink final : public LogSink {
 public:
  void Write(const LogRecord& record) override {
    for (const LogField& field : record.fields) {
      if (field.name == "trace_id") ++traced;
    }
    ++records;
  }
  int records = 0;
  int traced = 0;
};

/// Lets "ann" in.
class Doorman final : public Authenticator {
 public:
  Result<std::optional<Principal>, Outcome> Authenticate(PipelineContext& context) override {
    if (*context.request<std::string>() != "ann") return std::optional<Principal>();
    return std::optional(Principal{.id = "ann", .claims = {{"role", "user"}}});
  }
};

class Work final : public UnitOfWork {
 public:
  Outcome Begin() override {
    ++begun;
    return Outcome::Success();
  }
  Outcome Commit(std::span<const StagedEvent>) override {
    ++committed;
    return Outcome::Success();
  }
  Outcome Rollback() override {
    ++rolled_back;
    return Outcome::Success();
  }
  int begun = 0;
  int committed = 0;
  int rolled_back = 0;
};

class StandardPipelineTest {
 protected:
  StandardPipeline Full() {
    StandardPipeline pipeline;
    pipeline.LogTo(sink_)
        .GuardWith(doorman_, RequireClaim("role", "user"))
        .Validate(Specification<std::string>(
            "short", "too long", [](const std::string& text) { return text.size() < 20; }))
        .Transact([this](PipelineContext&) { return &work_; });
    return pipeline;
  }
  /// Without what takes a thread or waits.
  static ResilienceOptions Simple() {
    return {.timeout = TimeoutOptions{.request_stop = false},
            .retry = RetryOptions{.backoff = {.base = {}}}};
  }
  FailureCode Run(const std::string& request) {
    PipelineContext context("http", "/");
    context.BindRequest(request);
    return chain_.Run(context).code();
  }
  std::optional<PipelineError::Code> ErrorOf(std::string_view group = "orders") {
    auto provider = std::move(chain_.builder()).Build();
    if (!provider) return provider.error().code;
    struct Nothing final : PipelineHandler {
      Outcome Handle(PipelineContext&) override { return Outcome::Success(); }
    } handler;
    auto chain = (*provider)->Chain({.id = "test", .group = group}, handler);
    return chain ? std::optional<PipelineError::Code>() : chain.error().code;
  }

  Sink sink_;
  Doorman doorman_;
  Work work_;
  TestChain chain_;
};

}  // namespace

TEST_CASE_FIXTURE(StandardPipelineTest, "the seven in order") {
  auto pipeline = Full();
  pipeline.Resilience(
      {.fallback = [](PipelineContext&, const Outcome&) { return Outcome::Success(); }});
  std::move(pipeline).AddTo(chain_.builder());
  CHECK(chain_.Order() ==
        "context-bridge global-logging fallback bulkhead timeout circuit-breaker retry "
        "authentication authorization validation transaction");
}

TEST_CASE_FIXTURE(StandardPipelineTest, "requests go as far as they should") {
  auto pipeline = Full();
  pipeline.Resilience(Simple());
  std::move(pipeline).AddTo(chain_.builder());
  chain_.Handler([calls = 0](PipelineContext&) mutable {
    return ++calls == 1 ? Outcome::Failure(FailureCode::kFailed) : Outcome::Success();
  });
  CHECK(Run("eve") == FailureCode::kUnauthorized);
  CHECK(work_.begun == 0);
  CHECK(Run("ann") == FailureCode::kNone);
  CHECK(work_.begun == 2);
  CHECK(work_.committed == 1);
  CHECK(work_.rolled_back == 1);
  CHECK(sink_.records == 2);
  CHECK(sink_.traced == 2);
}

TEST_CASE_FIXTURE(StandardPipelineTest, "what is not given, the routes have to bring") {
  StandardPipeline pipeline;
  SUBCASE("a guard") {
    pipeline.LogTo(sink_)
        .Omit(StandardPipeline::Optional::kValidation)
        .Omit(StandardPipeline::Optional::kTransaction);
  }
  SUBCASE("a sink") {
    pipeline.GuardWith(doorman_)
        .Omit(StandardPipeline::Optional::kValidation)
        .Omit(StandardPipeline::Optional::kTransaction);
  }
  SUBCASE("a transaction") {
    pipeline.LogTo(sink_).GuardWith(doorman_).Omit(StandardPipeline::Optional::kValidation);
  }
  SUBCASE("a validation") {
    pipeline.LogTo(sink_).GuardWith(doorman_).Omit(StandardPipeline::Optional::kTransaction);
  }
  std::move(pipeline).AddTo(chain_.builder(), "orders");
  CHECK(ErrorOf() == PipelineError::Code::kMissingStage);
}

TEST_CASE_FIXTURE(StandardPipelineTest, "a route brings what is its own") {
  StandardPipeline pipeline;
  pipeline.LogTo(sink_).GuardWith(doorman_).Omit(StandardPipeline::Optional::kTransaction);
  std::move(pipeline).AddTo(chain_.builder());
  chain_.builder().AddLocal<Validation<std::string>>(
      "test", Specification<std::string>("any", "", [](const std::string&) { return true; }));
  chain_.builder().AddLocal<Authorization>("test", RequireClaim("role", "admin"));
  CHECK(chain_.Order() ==
        "context-bridge global-logging bulkhead timeout circuit-breaker retry authentication "
        "authorization authorization validation");
  CHECK(Run("ann") == FailureCode::kForbidden);
}

TEST_CASE_FIXTURE(StandardPipelineTest, "stages that may be left out are, whatever was set") {
  auto pipeline = Full();
  pipeline.Omit(StandardPipeline::Optional::kLogging)
      .Omit(StandardPipeline::Optional::kResilience)
      .Omit(StandardPipeline::Optional::kValidation)
      .Omit(StandardPipeline::Optional::kTransaction);
  std::move(pipeline).AddTo(chain_.builder());
  CHECK(chain_.Order() == "context-bridge authentication authorization");
}

TEST_CASE_FIXTURE(StandardPipelineTest, "resilience without any part is no resilience") {
  auto pipeline = Full();
  pipeline.Resilience({.bulkhead = {}, .timeout = {}, .circuit_breaker = {}, .retry = {}});
  std::move(pipeline).AddTo(chain_.builder());
  CHECK(chain_.Order() ==
        "context-bridge global-logging authentication authorization validation transaction");
}

TEST_CASE_FIXTURE(StandardPipelineTest, "a public pipeline knows its callers and lets all in") {
  auto pipeline = Full();
  pipeline.GuardWith(doorman_, Anonymous::kAllowed).Resilience(Simple());
  std::move(pipeline).AddTo(chain_.builder());
  CHECK(Run("eve") == FailureCode::kNone);
}

TEST_CASE_FIXTURE(StandardPipelineTest, "own behaviours stand in place of those of their stage") {
  auto pipeline = Full();
  auto probe = [&](std::string_view name, Stage stage) {
    return std::make_unique<testing::Probe>(chain_.trace(),
                                            BehaviorTraits{.name = name, .stage = stage});
  };
  pipeline.Use(probe("cloud-resilience", Stage::kResilience))
      .Use(probe("mtls", Stage::kGuard))
      .Use(probe("quota", Stage::kGuard))
      .Use(probe("cache", Stage::kUnstaged));
  std::move(pipeline).AddTo(chain_.builder());
  CHECK(chain_.Order() ==
        "context-bridge global-logging cloud-resilience mtls quota validation transaction cache");
}

TEST_CASE_FIXTURE(StandardPipelineTest, "mistakes are the provider's to report") {
  SUBCASE("null") {
    auto pipeline = Full();
    pipeline.Use(nullptr);
    std::move(pipeline).AddTo(chain_.builder());
    CHECK(ErrorOf() == PipelineError::Code::kNullBehavior);
  }
  SUBCASE("a stage there is not") {
    auto pipeline = Full();
    pipeline.Use(std::make_unique<testing::Probe>(
        chain_.trace(), BehaviorTraits{.name = "odd", .stage = static_cast<Stage>(77)}));
    std::move(pipeline).AddTo(chain_.builder());
    CHECK(ErrorOf() == PipelineError::Code::kUnknownStage);
  }
  SUBCASE("another group has its own rules") {
    Full().AddTo(chain_.builder(), "orders");
    CHECK_FALSE(ErrorOf("public").has_value());
  }
}

}  // namespace krepis
