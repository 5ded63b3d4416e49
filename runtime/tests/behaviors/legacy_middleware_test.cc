#include "krepis/behaviors/legacy_middleware.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "krepis/behaviors/retry.h"
#include "runtime/tests/behaviors/test_chain.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using testing::Form;
using testing::TestChain;
using testing::Trace;

struct Reply {
  int status = 0;
  std::string text;
};
using Response = LegacyResponse<Reply>;
using Middleware = LegacyMiddleware<std::string, Reply>;
using ErrorMiddleware = LegacyErrorMiddleware<std::string, Reply>;
using Options = LegacyOptions<Reply>;

class LegacyTest {
 protected:
  explicit LegacyTest(testing::Form form, bool skips = false)
      : form_(form), chain_(form, skips ? &clock_ : nullptr), skips_(skips) {}

  void Add(Middleware::Middleware middleware, Options options = {}) {
    chain_.Add<Middleware>(std::move(middleware), std::move(options));
  }
  Outcome Run() {
    chain_.trace().clear();
    reply_ = {};
    PipelineContext context("http", "/", stop_.get_token());
    if (skips_) context.BindClock(clock_);
    context.BindRequest(request_);
    context.BindResponse(reply_);
    Outcome outcome = chain_.Run(context);
    point_ = context.metadata().short_circuit_point;
    reused_ = context.metadata().next_reused_point;
    return outcome;
  }
  size_t entered() { return chain_.trace().size(); }

  const testing::Form form_;
  testing::FakeClock clock_{testing::FakeClock::Waits::kSkipping};
  std::string request_ = "request";
  Reply reply_;
  std::stop_source stop_;
  std::string point_;
  std::string reused_;
  TestChain chain_;
  std::vector<std::jthread> threads_;

 private:
  const bool skips_;
};

/// By a clock that skips what is waited for.
class SkippingLegacyTest : public LegacyTest {
 protected:
  explicit SkippingLegacyTest(testing::Form form) : LegacyTest(form, true) {}
};

}  // namespace

TEST_CASE_OF_FORMS(
    LegacyTest, "next goes on, and what follows it comes after the inside, or before all of it") {
  std::vector<std::string> order;
  Add([&](const std::string& request, Response response, LegacyNext next) {
    order.push_back("before " + request);
    CHECK(response.Write([](Reply& reply) { reply.status = 200; }));
    next();
    order.push_back("after");
    // In the asynchronous form the inside has the response from now on.
    CHECK(response.Write([](Reply& reply) { reply.text += "!"; }) == (form_ == Form::kSync));
  });
  chain_.Handler([&](PipelineContext& context) {
    order.push_back("handler");
    context.response<Reply>()->text = "hello";
    return Outcome::Success();
  });
  CHECK(Run().ok());
  CHECK(reply_.status == 200);
  if (form_ == Form::kSync) {
    CHECK(order == std::vector<std::string>{"before request", "handler", "after"});
    CHECK(reply_.text == "hello!");
  } else {
    CHECK(order == std::vector<std::string>{"before request", "after", "handler"});
    CHECK(reply_.text == "hello");
  }
}

TEST_CASE_OF_FORMS(LegacyTest, "next from another thread goes on in the execution's own") {
  const auto own = std::this_thread::get_id();
  Add([&](const std::string&, Response response, LegacyNext next) {
    threads_.emplace_back([response, next] {
      CHECK(response.Write([](Reply& reply) { reply.status = 201; }));
      next();
      // Too late: the inside has the response now.
      CHECK_FALSE(response.Write([](Reply& reply) { reply.status = 500; }));
    });
  });
  chain_.Handler([&](PipelineContext& context) {
    CHECK(std::this_thread::get_id() == own);
    context.response<Reply>()->text = "hello";
    return Outcome::Success();
  });
  CHECK(Run().ok());
  threads_.clear();
  CHECK(reply_.status == 201);
}

TEST_CASE_OF_FORMS(LegacyTest, "an ended response enters nothing, whoever calls next then") {
  Options options;
  options.ended = [](const Reply& reply) {
    return reply.status == 401 ? Outcome::Failure(FailureCode::kUnauthorized) : Outcome::Success();
  };
  bool later = false;
  Add(
      [&](const std::string&, Response response, LegacyNext next) {
        auto answer = [response, next] {
          CHECK(response.Write([](Reply& reply) { reply.status = 401; }));
          response.End();
          CHECK(response.ended());
          CHECK_FALSE(response.Write([](Reply& reply) { reply.status = 200; }));
          next();  // the forgotten return
          next(Outcome::Failure(FailureCode::kFailed));
        };
        if (later) {
          threads_.emplace_back(answer);
        } else {
          answer();
        }
      },
      options);
  for (bool in_thread : {false, true}) {
    later = in_thread;
    CHECK(Run().code() == FailureCode::kUnauthorized);
    CHECK(entered() == 0);
    CHECK(point_ == "legacy-middleware");
    CHECK(reply_.status == 401);
  }
}

TEST_CASE_OF_FORMS(LegacyTest, "an ended response is success where nothing else is said") {
  Add([](const std::string&, Response response, LegacyNext) { response.End(); });
  CHECK(Run().ok());
  CHECK(entered() == 0);
}

TEST_CASE_OF_FORMS(LegacyTest, "an error ends it; next(null) goes on") {
  std::optional<FailureCode> code;
  Add([&](const std::string&, Response, LegacyNext next) {
    next(code ? Outcome::Failure(*code, "legacy") : Outcome::Success());
  });
  code = FailureCode::kForbidden;
  Outcome outcome = Run();
  CHECK(outcome.code() == FailureCode::kForbidden);
  CHECK(outcome.message() == "legacy");
  CHECK(entered() == 0);
  code.reset();
  CHECK(Run().ok());
  CHECK(entered() == 1);
}

TEST_CASE_OF_FORMS(LegacyTest, "an exception ends it, before next and after") {
  bool after = false;
  Add([&](const std::string&, Response, LegacyNext next) {
    if (after) next();
    throw std::runtime_error("boom");
  });
  Outcome outcome = Run();
  CHECK(outcome.code() == FailureCode::kException);
  CHECK(outcome.message() == "legacy-middleware: boom");
  CHECK(entered() == 0);
  after = true;
  CHECK(Run().code() == FailureCode::kException);
  CHECK(entered() == (form_ == Form::kSync ? 1 : 0));
}

TEST_CASE_OF_FORMS(LegacyTest, "next twice is a failure, and never a second run") {
  int variant = 0;
  Add([&](const std::string&, Response, LegacyNext next) {
    switch (variant) {
      case 0:
        next();
        next();
        break;
      case 1:
        next(Outcome::Failure(FailureCode::kForbidden));
        next();
        break;
      case 2:
        next();
        next(Outcome::Failure(FailureCode::kFailed));
        break;
      default:
        threads_.emplace_back([next] {
          next();
          next();
        });
        threads_.back().join();
        break;
    }
  });
  for (variant = 0; variant < 4; ++variant) {
    CAPTURE(variant);
    CHECK(Run().code() == FailureCode::kNextReused);
    CHECK(entered() == (variant == 1 ? 0 : 1));
    CHECK((reused_ == "legacy-middleware") == (variant != 1));
  }
}

TEST_CASE_OF_FORMS(LegacyTest, "who drops next and the response has given up") {
  Add([&](const std::string&, Response response, LegacyNext next) {
    threads_.emplace_back([response, next] { std::this_thread::sleep_for(1ms); });
  });
  Outcome outcome = Run();
  CHECK(outcome.code() == FailureCode::kFailed);
  CHECK(entered() == 0);
  threads_.clear();
}

TEST_CASE_OF_FORMS(SkippingLegacyTest, "who never answers is not waited for longer than agreed") {
  std::optional<LegacyNext> kept_next;
  std::optional<Response> kept_response;
  Options options;
  options.max_wait = 5s;
  options.clock = &clock_;
  Add(
      [&](const std::string&, Response response, LegacyNext next) {
        kept_next.emplace(next);
        kept_response.emplace(response);
      },
      options);
  PipelineContext context("http", "/");
  context.BindClock(clock_);
  context.BindRequest(request_);
  {
    Reply reply;
    context.BindResponse(reply);
    const auto begin = clock_.Now();
    CHECK(chain_.Run(context).code() == FailureCode::kTimedOut);
    CHECK(clock_.Now() - begin == 5s);
    DeadlineScope deadline(context, clock_.Now() + 1s);
    CHECK(chain_.Run(context).code() == FailureCode::kTimedOut);
    CHECK(clock_.Now() - begin == 6s);
  }
  // What comes now comes too late, and touches nothing.
  (*kept_next)();
  (*kept_next)(Outcome::Failure(FailureCode::kFailed));
  kept_response->End();
  CHECK_FALSE(kept_response->ended());
  CHECK_FALSE(kept_response->Write([](Reply& late) { late.status = 200; }));
  CHECK(entered() == 0);
}

TEST_CASE_OF_FORMS(LegacyTest, "a stop ends the wait") {
  std::optional<LegacyNext> kept;
  Add([&](const std::string&, Response, LegacyNext next) {
    kept.emplace(next);
    threads_.emplace_back([&] { stop_.request_stop(); });
  });
  CHECK(Run().code() == FailureCode::kCancelled);
  CHECK(entered() == 0);
}

TEST_CASE_OF_FORMS(SkippingLegacyTest, "a write that is under way is waited for") {
  std::atomic<bool> writing = false;
  Options options;
  options.clock = &clock_;
  Add(
      [&](const std::string&, Response response, LegacyNext) {
        threads_.emplace_back([&, response] {
          response.Write([&](Reply& reply) {
            writing = true;
            std::this_thread::sleep_for(3ms);
            reply.text = "written";
          });
        });
        while (!writing) std::this_thread::yield();
      },
      options);
  CHECK_FALSE(Run().ok());
  CHECK(reply_.text == "written");
  threads_.clear();
}

TEST_CASE_OF_FORMS(LegacyTest, "requests and responses of other types enter nothing") {
  Add([](const std::string&, Response, LegacyNext next) { next(); });
  const int other = 1;
  PipelineContext context("http", "/");
  context.BindRequest(other);
  context.BindResponse(reply_);
  CHECK(chain_.Run(context).code() == FailureCode::kTypeMismatch);
  CHECK(entered() == 0);
}

TEST_CASE_OF_FORMS(LegacyTest, "error middleware answers for what failed inside") {
  int variant = 0;
  chain_.Add<ErrorMiddleware>(
      [&](const Outcome& error, const std::string&, Response response, LegacyNext next) {
        CHECK(error.message() == "inside");
        switch (variant) {
          case 0:
            response.Write([](Reply& reply) { reply.status = 500; });
            response.End();
            break;
          case 1:
            next();
            break;
          case 2:
            next(Outcome::Failure(FailureCode::kInvalid, "other"));
            break;
          case 3:
            throw std::runtime_error("boom");
          case 4:
            next();
            next();
            break;
          default:
            break;
        }
      });
  std::optional<FailureCode> code = FailureCode::kFailed;
  chain_.Handler([&](PipelineContext&) {
    return code ? Outcome::Failure(*code, "inside") : Outcome::Success();
  });
  CHECK(Run().ok());
  CHECK(reply_.status == 500);
  variant = 1;
  CHECK(Run().ok());
  variant = 2;
  CHECK(Run().code() == FailureCode::kInvalid);
  variant = 3;
  CHECK(Run().code() == FailureCode::kException);
  variant = 4;
  CHECK(Run().code() == FailureCode::kNextReused);
  CHECK(reused_ == "legacy-middleware");
  variant = 5;
  CHECK(Run().message() == "the middleware neither called next nor ended the response");
  CHECK(entered() == 1);
  code = FailureCode::kCancelled;
  CHECK(Run().code() == FailureCode::kCancelled);
  code.reset();
  CHECK(Run().ok());
}

TEST_CASE_OF_FORMS(LegacyTest,
                   "an error middleware outside takes the error of a middleware inside") {
  chain_.Add<ErrorMiddleware>(
      [](const Outcome& error, const std::string&, Response response, LegacyNext) {
        response.Write([&](Reply& reply) { reply.text = error.message(); });
        response.End();
      });
  Add([](const std::string&, Response, LegacyNext next) {
    next(Outcome::Failure(FailureCode::kFailed, "no luck"));
  });
  CHECK(Run().ok());
  CHECK(reply_.text == "no luck");
}

TEST_CASE_OF_FORMS(SkippingLegacyTest, "each attempt of a retry asks a legacy guard anew") {
  chain_.Add<Retry>(RetryOptions{.max_attempts = 3, .clock = &clock_});
  int asked = 0;
  Options options;
  options.name = "old-auth";
  options.stage = Stage::kGuard;
  Add(
      [&](const std::string&, Response, LegacyNext next) {
        ++asked;
        next();
      },
      options);
  chain_.Handler([](PipelineContext&) { return Outcome::Failure(FailureCode::kFailed); });
  CHECK_FALSE(Run().ok());
  CHECK(asked == 3);
  CHECK(chain_.trace() == Trace{"handler", "handler", "handler"});
}

TEST_CASE_OF_FORMS(LegacyTest, "threads that answer at once: one answer counts") {
  std::atomic<int> handled = 0;
  chain_.Handler([&](PipelineContext&) {
    ++handled;
    return Outcome::Success();
  });
  Add([&](const std::string&, Response response, LegacyNext next) {
    threads_.clear();
    threads_.emplace_back([next] { next(); });
    threads_.emplace_back([response] { response.End(); });
    threads_.emplace_back([next] { next(Outcome::Failure(FailureCode::kInvalid)); });
    threads_.emplace_back([response] { response.Write([](Reply& reply) { reply.text += "x"; }); });
  });
  for (int i = 0; i < 200; ++i) {
    const int before = handled;
    Outcome outcome = Run();
    const bool entered_once = handled == before + 1;
    CHECK((outcome.ok() || outcome.code() == FailureCode::kInvalid ||
           outcome.code() == FailureCode::kNextReused));
    CHECK(handled <= before + 1);
    if (outcome.code() == FailureCode::kInvalid) CHECK_FALSE(entered_once);
  }
  threads_.clear();
}

}  // namespace krepis
