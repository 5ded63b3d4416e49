// Three questions to a warehouse at once, through one asynchronous chain: no thread waits for an
// answer. docs/runtime-guide.md goes through it.

#include <array>
#include <chrono>
#include <iostream>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "krepis/async_execution.h"
#include "krepis/behaviors/standard_pipeline.h"
#include "krepis/completion.h"
#include "krepis/timer_thread.h"
#include "warehouse.h"

namespace {

using krepis::FailureCode;
using krepis::Outcome;
using krepis::PipelineContext;
using namespace std::chrono_literals;

struct Question {
  std::string item;
};
struct Stock {
  int count = 0;
};

class StockHandler final : public krepis::TypedAsyncHandler<Question, Stock> {
 public:
  explicit StockHandler(stock::Warehouse& warehouse) : warehouse_(warehouse) {}
  std::string_view name() const noexcept override { return "stock"; }

  krepis::Task<Outcome> RunAsync(PipelineContext& context, const Question& question,
                                 Stock& stock) override {
    // Shared, because an answer may come when nobody waits for it any more.
    struct Answer {
      krepis::Completion given;
      int count = 0;
    };
    auto answer = std::make_shared<Answer>();
    warehouse_.Ask(question.item, [answer](std::optional<int> count) {
      answer->count = count.value_or(0);
      answer->given.Complete(count ? Outcome::Success()
                                   : Outcome::Failure(FailureCode::kUnavailable, "busy"));
    });
    Outcome outcome = co_await answer->given.Wait(context);
    if (outcome) stock.count = answer->count;
    co_return outcome;
  }

 private:
  stock::Warehouse& warehouse_;
};

/// Knows nobody: the desk is open to all.
class OpenDoor final : public krepis::Authenticator {
 public:
  krepis::Result<std::optional<krepis::Principal>, Outcome> Authenticate(
      PipelineContext&) override {
    return std::optional<krepis::Principal>();
  }
};

/// A question on its way, with all that its execution needs.
struct Inquiry {
  Inquiry(std::string item, krepis::TimerQueue& timers)
      : question{std::move(item)}, execution({.timers = &timers}) {
    context.BindRequest(question);
    context.BindResponse(stock);
  }

  Question question;
  Stock stock;
  Outcome outcome;
  PipelineContext context{"event", "stock"};
  krepis::AsyncExecution execution;
};

}  // namespace

int main() {
  std::latch answered(3);  // before the threads that count it down
  stock::Warehouse warehouse;
  StockHandler handler(warehouse);
  OpenDoor door;

  krepis::AsyncPipelineProvider::Builder builder;
  krepis::AsyncStandardPipeline pipeline;
  pipeline
      .Resilience({.timeout = krepis::TimeoutOptions{.limit = 1s},
                   .retry = krepis::RetryOptions{.backoff = {.base = 10ms}}})
      .GuardWith(door, krepis::Anonymous::kAllowed)
      .Omit(krepis::OptionalStage::kLogging)
      .Omit(krepis::OptionalStage::kValidation)
      .Omit(krepis::OptionalStage::kTransaction);
  std::move(pipeline).AddTo(builder);
  auto provider = std::move(builder).Build();
  if (!provider.ok()) return 1;
  const auto chain = (*provider)->Chain({.id = "stock"}, handler);
  if (!chain.ok()) return 1;
  std::cout << (*chain)->Describe();

  krepis::TimerThread timers;
  std::array<Inquiry, 3> inquiries{{{"tea", timers}, {"coffee", timers}, {"unicorn", timers}}};
  for (Inquiry& inquiry : inquiries) {
    inquiry.execution.Start(**chain, inquiry.context, [&](Outcome outcome) {
      inquiry.outcome = std::move(outcome);
      answered.count_down();
    });
  }
  answered.wait();

  for (const Inquiry& inquiry : inquiries) {
    std::cout << inquiry.question.item << ": ";
    if (inquiry.outcome) {
      std::cout << inquiry.stock.count << "\n";
    } else {
      std::cout << Name(inquiry.outcome.code()) << "\n";
    }
  }
}
