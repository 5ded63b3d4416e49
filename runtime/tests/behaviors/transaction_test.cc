#include "krepis/behaviors/transaction.h"

#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include "krepis/behaviors/retry.h"
#include "runtime/tests/behaviors/test_chain.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using testing::FormTest;
using testing::TestChain;
using Log = std::vector<std::string>;

/// How a step of the unit of work or a dispatch goes.
enum class Goes { kWell, kWrong, kBang };

Outcome Go(Goes how, const std::string& what) {
  if (how == Goes::kBang) throw std::runtime_error(what);
  return how == Goes::kWell ? Outcome::Success() : Outcome::Failure(FailureCode::kFailed, what);
}

class Database final : public UnitOfWork {
 public:
  explicit Database(Log& log) : log_(log) {}
  Outcome Begin() override {
    log_.push_back("begin");
    return Go(begin, "begin");
  }
  Outcome Commit(std::span<const StagedEvent> events) override {
    log_.push_back("commit " + std::to_string(events.size()));
    return Go(commit, "commit");
  }
  Outcome Rollback() override {
    log_.push_back("rollback");
    return Go(rollback, "rollback");
  }

  Goes begin = Goes::kWell;
  Goes commit = Goes::kWell;
  Goes rollback = Goes::kWell;

 private:
  Log& log_;
};

class Dispatcher final : public EventDispatcher {
 public:
  explicit Dispatcher(Log& log) : log_(log) {}
  Outcome Dispatch(const StagedEvent& event) override {
    log_.push_back("dispatch " + event.type);
    ids.insert(event.id.bytes);
    return Go(event.type == odd_one ? odd : Goes::kWell, "dispatch");
  }

  std::string odd_one;
  Goes odd = Goes::kWell;
  std::set<std::array<uint8_t, 16>> ids;

 private:
  Log& log_;
};

class Observer final : public TransactionObserver {
 public:
  explicit Observer(Log& log) : log_(log) {}
  void RollbackFailed(const PipelineContext&, const Outcome& failure) override {
    log_.push_back("! " + std::string(failure.message()));
    throw std::runtime_error("observer");
  }
  void DispatchFailed(const PipelineContext&, const StagedEvent& event,
                      const Outcome& failure) override {
    log_.push_back("! " + event.type + " " + std::string(failure.message()));
    throw std::runtime_error("observer");
  }

 private:
  Log& log_;
};

class TransactionTest {
 protected:
  explicit TransactionTest(testing::Form form) : chain_(form, &clock_) {}

  Transaction& Add() {
    return chain_.Add<Transaction>(
        [this](PipelineContext&) { return no_work_ ? nullptr : &database_; },
        TransactionOptions{.dispatcher = &dispatcher_, .observer = &observer_});
  }
  /// A handler that stages two events and then does `body`.
  void Handler(std::function<Outcome(PipelineContext&)> body) {
    chain_.Handler([this, body](PipelineContext& context) {
      CHECK(StageEvent(context, "paid", "17").has_value());
      CHECK(StageEvent(context, "shipped", "17").has_value());
      log_.push_back("work");
      return body(context);
    });
  }

  Log log_;
  Database database_{log_};
  Dispatcher dispatcher_{log_};
  Observer observer_{log_};
  bool no_work_ = false;
  testing::FakeClock clock_{testing::FakeClock::Waits::kSkipping};
  TestChain chain_;
};

Outcome Succeed(PipelineContext&) { return Outcome::Success(); }

}  // namespace

TEST_CASE_OF_FORMS(TransactionTest, "success commits, then dispatches in order") {
  Add();
  Handler(Succeed);
  CHECK(chain_.Run().ok());
  CHECK(log_ == Log{"begin", "work", "commit 2", "dispatch paid", "dispatch shipped"});
  CHECK(dispatcher_.ids.size() == 2);
}

TEST_CASE_OF_FORMS(TransactionTest, "everything else rolls back, and no event leaves") {
  Transaction& transaction = Add();
  std::stop_source stop;
  struct {
    FailureCode code;
    std::function<Outcome(PipelineContext&)> body;
  } cases[] = {
      {FailureCode::kFailed,
       [](PipelineContext&) { return Outcome::Failure(FailureCode::kFailed); }},
      {FailureCode::kInvalid,
       [](PipelineContext&) { return Outcome::Failure(FailureCode::kInvalid); }},
      {FailureCode::kException,
       [](PipelineContext&) -> Outcome { throw std::runtime_error("boom"); }},
      {FailureCode::kCancelled,
       [](PipelineContext&) { return Outcome::Failure(FailureCode::kCancelled); }},
  };
  for (const auto& [code, body] : cases) {
    log_.clear();
    Handler(body);
    CHECK(chain_.Run().code() == code);
    CHECK(log_ == Log{"begin", "work", "rollback"});
  }
  CHECK(transaction.rollback_failures() == 0);
}

TEST_CASE_OF_FORMS(TransactionTest, "a stop or a short-circuit inside rolls back") {
  Add();
  std::stop_source stop;
  bool short_circuit = false;
  chain_.AddProbe({.name = "inner"}, [&](PipelineContext&) -> std::optional<Outcome> {
    if (short_circuit) return Outcome::Failure(FailureCode::kForbidden);
    stop.request_stop();
    return std::nullopt;
  });
  PipelineContext context("event", "test", stop.get_token());
  CHECK(chain_.Run(context).code() == FailureCode::kCancelled);
  CHECK(log_ == Log{"begin", "rollback"});
  short_circuit = true;
  CHECK(chain_.Run().code() == FailureCode::kForbidden);
}

TEST_CASE_OF_FORMS(TransactionTest, "a begin that fails enters nothing") {
  Add();
  Handler(Succeed);
  database_.begin = Goes::kWrong;
  CHECK(chain_.Run().message() == "begin");
  database_.begin = Goes::kBang;
  CHECK(chain_.Run().code() == FailureCode::kException);
  CHECK(log_ == Log{"begin", "begin"});
  no_work_ = true;
  CHECK(chain_.Run().code() == FailureCode::kFailed);
  CHECK(chain_.trace().empty());
}

TEST_CASE_OF_FORMS(TransactionTest,
                   "a commit that fails is rolled back once, and no event leaves") {
  Add();
  Handler(Succeed);
  database_.commit = Goes::kWrong;
  CHECK(chain_.Run().message() == "commit");
  CHECK(log_ == Log{"begin", "work", "commit 2", "rollback"});
  log_.clear();
  database_.commit = Goes::kBang;
  Outcome outcome = chain_.Run();
  CHECK(outcome.code() == FailureCode::kException);
  CHECK(outcome.message() == "transaction: commit");
  CHECK(log_ == Log{"begin", "work", "commit 2", "rollback"});
}

TEST_CASE_OF_FORMS(TransactionTest, "a dispatch that fails is reported and rolls nothing back") {
  Transaction& transaction = Add();
  Handler(Succeed);
  dispatcher_.odd_one = "paid";
  for (Goes goes : {Goes::kWrong, Goes::kBang}) {
    log_.clear();
    dispatcher_.odd = goes;
    CHECK(chain_.Run().ok());
    CHECK(log_ == Log{"begin", "work", "commit 2", "dispatch paid",
                      goes == Goes::kWrong ? "! paid dispatch" : "! paid transaction: dispatch",
                      "dispatch shipped"});
  }
  CHECK(transaction.dispatch_failures() == 2);
}

TEST_CASE_OF_FORMS(TransactionTest, "a rollback that fails is reported; the outcome stays") {
  Transaction& transaction = Add();
  Handler([](PipelineContext&) { return Outcome::Failure(FailureCode::kInvalid); });
  database_.rollback = Goes::kWrong;
  CHECK(chain_.Run().code() == FailureCode::kInvalid);
  CHECK(log_ == Log{"begin", "work", "rollback", "! rollback"});
  database_.rollback = Goes::kBang;
  CHECK(chain_.Run().code() == FailureCode::kInvalid);
  CHECK(transaction.rollback_failures() == 2);
}

TEST_CASE_OF_FORMS(TransactionTest, "each attempt has a transaction and events of its own") {
  chain_.Add<Retry>(RetryOptions{.clock = &clock_});
  Add();
  Handler([calls = 0](PipelineContext&) mutable {
    return ++calls == 1 ? Outcome::Failure(FailureCode::kFailed) : Outcome::Success();
  });
  CHECK(chain_.Run().ok());
  CHECK(log_ == Log{"begin", "work", "rollback", "begin", "work", "commit 2", "dispatch paid",
                    "dispatch shipped"});
}

TEST_CASE_OF_FORMS(FormTest, "two transactions in a chain are a mistake; events need one") {
  TestChain chain(form_);
  auto source = [](PipelineContext&) -> UnitOfWork* { return nullptr; };
  chain.Add<Transaction>(source);
  chain.AddLocal<Transaction>(source);
  CHECK(chain.Error() == PipelineError::Code::kDuplicateBehavior);
  PipelineContext context("event", "test");
  CHECK_FALSE(StageEvent(context, "paid", "17").has_value());
}

}  // namespace krepis
