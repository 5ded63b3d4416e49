// The example of README.md.
#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "krepis/async_execution.h"
#include "krepis/behaviors/standard_pipeline.h"
#include "krepis/completion.h"
#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"

namespace {

struct Order {
  int quantity = 0;
};
struct Receipt {
  std::string text;
};

/// Counts what ends well and what does not, whatever happens inside.
class Metrics final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override {
    return {.name = "metrics", .stage = krepis::Stage::kLogging};
  }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    return next(context);
  }
  void PostProcess(krepis::PipelineContext&, const krepis::Outcome& outcome) noexcept override {
    ++(outcome ? succeeded : failed);
  }

  std::atomic<int> succeeded = 0;
  std::atomic<int> failed = 0;
};

/// Runs everything inside it a second time when the first did not work.
class RetryOnce final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override {
    return {.name = "retry-once", .stage = krepis::Stage::kResilience, .replays = true};
  }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    krepis::Outcome outcome = next(context);
    if (outcome || krepis::IsRefusal(outcome.code())) return outcome;
    return next(context);
  }
};

/// Keeps everything inside it waiting until it is told.
class Opening final : public krepis::AsyncPipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "opening"}; }
  krepis::Task<krepis::Outcome> HandleAsync(krepis::PipelineContext& context,
                                            krepis::AsyncNextPipe next) override {
    krepis::Outcome outcome = co_await opened.Wait(context);
    if (outcome) outcome = co_await next(context);
    co_return outcome;
  }

  krepis::Completion opened;
};

class QuantityCheck final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override {
    return {.name = "quantity", .stage = krepis::Stage::kValidation};
  }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    const Order* order = context.request<Order>();
    if (order == nullptr || order->quantity < 1) {
      return krepis::Outcome::Failure(krepis::FailureCode::kInvalid, "quantity must be at least 1");
    }
    return next(context);
  }
};

class PlaceOrder final : public krepis::TypedHandler<Order, Receipt> {
 public:
  std::string_view name() const noexcept override { return "place-order"; }
  krepis::Outcome Run(krepis::PipelineContext&, const Order& order, Receipt& receipt) override {
    receipt.text = "ordered " + std::to_string(order.quantity);
    return krepis::Outcome::Success();
  }
};

}  // namespace

TEST_CASE("a pipeline around a handler") {
  // Once, at start-up.
  krepis::PipelineProvider::Builder builder;
  Metrics& metrics = builder.AddGlobal<Metrics>();
  builder.AddScoped<RetryOnce>("shop");
  builder.AddLocal<QuantityCheck>("orders/place");
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  PlaceOrder place_order;
  auto chain = (*provider)->Chain({.id = "orders/place", .group = "shop"}, place_order);
  REQUIRE(chain.ok());

  // For each request, on any thread.
  Order order{.quantity = 0};
  Receipt receipt;
  krepis::PipelineContext context("http", "/orders");
  context.BindRequest(order);
  context.BindResponse(receipt);
  krepis::Outcome outcome = krepis::PipelineExecutor().Execute(**chain, context);
  CHECK(outcome.code() == krepis::FailureCode::kInvalid);
  CHECK(context.metadata().short_circuit_point == "quantity");
  CHECK(metrics.failed == 1);

  order.quantity = 2;
  CHECK(krepis::PipelineExecutor().Execute(**chain, context).ok());
  CHECK(receipt.text == "ordered 2");
  CHECK(metrics.succeeded == 1);

  CHECK((*chain)->Describe() ==
        "orders/place in shop\n"
        "  0 logging     metrics      global\n"
        "  1 resilience  retry-once   scoped shop, replays\n"
        "  2 validation  quantity     local orders/place\n"
        "  3             place-order  handler\n");
}

namespace {

/// Knows one token.
class Tokens final : public krepis::Authenticator {
 public:
  using Found = krepis::Result<std::optional<krepis::Principal>, krepis::Outcome>;
  Found Authenticate(krepis::PipelineContext& context) override {
    const std::string_view* token = context.items().Find(kToken);
    if (token == nullptr) return std::optional<krepis::Principal>();
    if (*token != "secret") return krepis::Outcome::Failure(krepis::FailureCode::kUnauthorized);
    return std::optional(krepis::Principal{.id = "ann", .claims = {{"role", "buyer"}}});
  }
  static constexpr krepis::ItemKey<std::string_view> kToken{"token"};
};

class OrderDatabase final : public krepis::UnitOfWork {
 public:
  krepis::Outcome Begin() override { return krepis::Outcome::Success(); }
  krepis::Outcome Commit(std::span<const krepis::StagedEvent>) override {
    ++committed;
    return krepis::Outcome::Success();
  }
  krepis::Outcome Rollback() override { return krepis::Outcome::Success(); }

  int committed = 0;
};

}  // namespace

TEST_CASE("the example of the standard behaviours") {
  std::ostringstream log;
  krepis::JsonLinesSink sink(log);
  Tokens tokens;
  OrderDatabase database;
  PlaceOrder place_order;

  krepis::PipelineProvider::Builder builder;
  krepis::StandardPipeline standard;
  standard.LogTo(sink)
      .GuardWith(tokens, krepis::RequireClaim("role", "buyer"))
      .Transact([&](krepis::PipelineContext&) { return &database; });
  std::move(standard).AddTo(builder, "shop");
  builder.AddLocal<krepis::Validation<Order>>(
      "orders/place",
      krepis::Specification<Order>("quantity.min", "quantity must be at least 1",
                                   [](const Order& order) { return order.quantity >= 1; }));

  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  auto chain = (*provider)->Chain({.id = "orders/place", .group = "shop"}, place_order);
  REQUIRE(chain.ok());
  CHECK((*chain)->Describe() ==
        "orders/place in shop\n"
        "   0 context-bridge  context-bridge   scoped shop\n"
        "   1 logging         global-logging   scoped shop\n"
        "   2 resilience      bulkhead         scoped shop\n"
        "   3 resilience      timeout          scoped shop\n"
        "   4 resilience      circuit-breaker  scoped shop\n"
        "   5 resilience      retry            scoped shop, replays\n"
        "   6 guard           authentication   scoped shop\n"
        "   7 guard           authorization    scoped shop\n"
        "   8 validation      validation       local orders/place\n"
        "   9 transaction     transaction      scoped shop\n"
        "  10                 place-order      handler\n");

  Order order{.quantity = 2};
  Receipt receipt;
  krepis::PipelineContext context("http", "/orders");
  context.BindRequest(order);
  context.BindResponse(receipt);
  CHECK(krepis::PipelineExecutor().Execute(**chain, context).code() ==
        krepis::FailureCode::kUnauthorized);
  context.items().Set(Tokens::kToken, "secret");
  CHECK(krepis::PipelineExecutor().Execute(**chain, context).ok());
  CHECK(database.committed == 1);
  CHECK(log.str().find("\"outcome\":\"unauthorized\"") != std::string::npos);
}

TEST_CASE("the example of README.md: an asynchronous chain") {
  PlaceOrder place_order;
  Order order{.quantity = 2};
  Receipt receipt;
  krepis::PipelineContext context("http", "/orders");
  context.BindRequest(order);
  context.BindResponse(receipt);

  krepis::AsyncPipelineProvider::Builder builder;
  Opening& opening = builder.AddGlobal<Opening>();
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  krepis::InPlaceHandler handler(place_order);
  auto chain = (*provider)->Chain({.id = "orders/place"}, handler);
  REQUIRE(chain.ok());

  krepis::AsyncExecution execution;
  bool over = false;
  execution.Start(**chain, context, [&over](krepis::Outcome outcome) { over = outcome.ok(); });
  CHECK_FALSE(over);          // it waits, and holds no thread
  opening.opened.Complete();  // here by this thread, and by any
  CHECK(over);
  CHECK(receipt.text == "ordered 2");
}

TEST_CASE("the code in README.md is the code here") {
  auto read = [](const char* path) {
    std::ifstream file(path);
    REQUIRE(file.good());
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  std::string readme = read(KREPIS_RUNTIME_DIR "/README.md");
  std::string source = read(KREPIS_RUNTIME_DIR "/tests/example_test.cc");
  constexpr std::string_view kBegin = "```cpp\n";
  int blocks = 0;
  for (size_t at = readme.find(kBegin); at != std::string::npos; at = readme.find(kBegin, at)) {
    at += kBegin.size();
    std::string block = readme.substr(at, readme.find("```", at) - at);
    CAPTURE(block);
    CHECK(source.find(block) != std::string::npos);
    ++blocks;
  }
  CHECK(blocks == 5);
}
