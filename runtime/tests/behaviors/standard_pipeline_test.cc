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
  explicit StandardPipelineTest(testing::Form form) : chain_(form) {}

  /// Adds a pipeline that has every stage, changed by `set`.
  template <class Set>
  void AddFull(Set set, std::string_view group = {}) {
    chain_.AddStandard(
        [&](auto& pipeline) {
          pipeline.LogTo(sink_)
              .GuardWith(doorman_, RequireClaim("role", "user"))
              .Validate(Specification<std::string>(
                  "short", "too long", [](const std::string& text) { return text.size() < 20; }))
              .Transact([this](PipelineContext&) { return &work_; });
          set(pipeline);
        },
        group);
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

  Sink sink_;
  Doorman doorman_;
  Work work_;
  TestChain chain_;
};

}  // namespace

TEST_CASE_OF_FORMS(StandardPipelineTest, "the seven in order") {
  AddFull([](auto& pipeline) {
    pipeline.Resilience(
        {.fallback = [](PipelineContext&, const Outcome&) { return Outcome::Success(); }});
  });
  CHECK(chain_.Order() ==
        "context-bridge global-logging fallback bulkhead timeout circuit-breaker retry "
        "authentication authorization validation transaction");
}

TEST_CASE_OF_FORMS(StandardPipelineTest, "requests go as far as they should") {
  AddFull([](auto& pipeline) { pipeline.Resilience(Simple()); });
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

TEST_CASE_OF_FORMS(StandardPipelineTest, "what is not given, the routes have to bring") {
  SUBCASE("a guard") {
    chain_.AddStandard(
        [this](auto& pipeline) {
          pipeline.LogTo(sink_).Omit(OptionalStage::kValidation).Omit(OptionalStage::kTransaction);
        },
        "orders");
  }
  SUBCASE("a sink") {
    chain_.AddStandard(
        [this](auto& pipeline) {
          pipeline.GuardWith(doorman_)
              .Omit(OptionalStage::kValidation)
              .Omit(OptionalStage::kTransaction);
        },
        "orders");
  }
  SUBCASE("a transaction") {
    chain_.AddStandard(
        [this](auto& pipeline) {
          pipeline.LogTo(sink_).GuardWith(doorman_).Omit(OptionalStage::kValidation);
        },
        "orders");
  }
  SUBCASE("a validation") {
    chain_.AddStandard(
        [this](auto& pipeline) {
          pipeline.LogTo(sink_).GuardWith(doorman_).Omit(OptionalStage::kTransaction);
        },
        "orders");
  }
  CHECK(chain_.Error("orders") == PipelineError::Code::kMissingStage);
}

TEST_CASE_OF_FORMS(StandardPipelineTest, "a route brings what is its own") {
  chain_.AddStandard([this](auto& pipeline) {
    pipeline.LogTo(sink_).GuardWith(doorman_).Omit(OptionalStage::kTransaction);
  });
  chain_.AddLocal<Validation<std::string>>(
      Specification<std::string>("any", "", [](const std::string&) { return true; }));
  chain_.AddLocal<Authorization>(RequireClaim("role", "admin"));
  CHECK(chain_.Order() ==
        "context-bridge global-logging bulkhead timeout circuit-breaker retry authentication "
        "authorization authorization validation");
  CHECK(Run("ann") == FailureCode::kForbidden);
}

TEST_CASE_OF_FORMS(StandardPipelineTest, "stages that may be left out are, whatever was set") {
  AddFull([](auto& pipeline) {
    pipeline.Omit(OptionalStage::kLogging)
        .Omit(OptionalStage::kResilience)
        .Omit(OptionalStage::kValidation)
        .Omit(OptionalStage::kTransaction);
  });
  CHECK(chain_.Order() == "context-bridge authentication authorization");
}

TEST_CASE_OF_FORMS(StandardPipelineTest, "resilience without any part is no resilience") {
  AddFull([](auto& pipeline) {
    pipeline.Resilience({.bulkhead = {}, .timeout = {}, .circuit_breaker = {}, .retry = {}});
  });
  CHECK(chain_.Order() ==
        "context-bridge global-logging authentication authorization validation transaction");
}

TEST_CASE_OF_FORMS(StandardPipelineTest, "a public pipeline knows its callers and lets all in") {
  AddFull([this](auto& pipeline) {
    pipeline.GuardWith(doorman_, Anonymous::kAllowed).Resilience(Simple());
  });
  CHECK(Run("eve") == FailureCode::kNone);
}

TEST_CASE_OF_FORMS(StandardPipelineTest, "own behaviours stand in place of those of their stage") {
  auto probe = [&](std::string_view name, Stage stage) {
    return std::make_unique<testing::PhasedProbe>(chain_.trace(),
                                                  BehaviorTraits{.name = name, .stage = stage});
  };
  AddFull([&](auto& pipeline) {
    pipeline.Use(probe("cloud-resilience", Stage::kResilience))
        .Use(probe("mtls", Stage::kGuard))
        .Use(probe("quota", Stage::kGuard))
        .Use(probe("cache", Stage::kUnstaged));
  });
  CHECK(chain_.Order() ==
        "context-bridge global-logging cloud-resilience mtls quota validation transaction cache");
}

TEST_CASE_OF_FORMS(StandardPipelineTest, "mistakes are the provider's to report") {
  SUBCASE("null") {
    AddFull([](auto& pipeline) { pipeline.Use(std::unique_ptr<testing::PhasedProbe>()); });
    CHECK(chain_.Error() == PipelineError::Code::kNullBehavior);
  }
  SUBCASE("a stage there is not") {
    AddFull([&](auto& pipeline) {
      pipeline.Use(std::make_unique<testing::PhasedProbe>(
          chain_.trace(), BehaviorTraits{.name = "odd", .stage = static_cast<Stage>(77)}));
    });
    CHECK(chain_.Error() == PipelineError::Code::kUnknownStage);
  }
  SUBCASE("another group has its own rules") {
    AddFull([](auto&) {}, "orders");
    CHECK_FALSE(chain_.Error("public").has_value());
  }
}

}  // namespace krepis
