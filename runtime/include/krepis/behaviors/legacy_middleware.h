#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "krepis/async_behavior.h"
#include "krepis/behaviors/legacy_call.h"
#include "krepis/behaviors/wait_timers.h"
#include "krepis/pipeline_context.h"
#include "krepis/waitable_clock.h"

namespace krepis {

/// How a callback middleware is made a behaviour.
template <class Response>
struct LegacyOptions {
  /// The behaviour's name.
  std::string name = "legacy-middleware";
  /// Where it belongs: an old authentication to the guards.
  Stage stage = Stage::kUnstaged;
  /// What an ended response means: success, or a failure by what it says (its status), so that
  /// behaviours outside see it as one. Empty: success.
  std::function<Outcome(const Response&)> ended = {};
  /// How long the middleware may take to answer; the context's deadline and stop token bound that
  /// as well.
  WaitableClock::Duration max_wait = std::chrono::seconds(30);
  /// Null: SteadyClock.
  WaitableClock* clock = nullptr;
};

namespace internal {

/// What the adapters have in common, whatever the types of request and response.
class LegacyAdapter : public DualPipelineBehavior {
 public:
  BehaviorTraits traits() const override;

 protected:
  using Call = std::shared_ptr<LegacyCall>;

  LegacyAdapter(std::string name, Stage stage, WaitableClock::Duration max_wait,
                WaitableClock* clock);

  /// Calls the middleware. `inside` is what next() leads to; see LegacyCall.
  Call Start(const std::function<void(std::shared_ptr<LegacyTicket>)>& middleware,
             std::function<Outcome()> inside = {}) const;
  /// Waits for its answer.
  LegacyCall::Finished Finish(PipelineContext& context, LegacyCall& call);
  Task<LegacyCall::Finished> FinishAsync(PipelineContext& context, LegacyCall& call);
  /// How the behaviour ends after that answer. `ended` is what an ended response means.
  static Outcome Conclude(LegacyCall::Finished finished, const std::function<Outcome()>& ended);
  static Outcome TypeMismatch();
  static Outcome NextReused();

 private:
  WaitableClock::TimePoint Until(const PipelineContext& context) const noexcept;

  const std::string name_;
  const Stage stage_;
  const WaitableClock::Duration max_wait_;
  WaitableClock& clock_;
  WaitTimers timers_;
};

}  // namespace internal

/// A callback middleware of the Express and Fastify shape, `(request, response, next)`, as a
/// behaviour. It answers by calling `next` or ending the response, before it returns or later, from
/// any thread:
///
/// | it | the behaviour |
/// |---|---|
/// | calls next() | goes on to the inside and ends as that does |
/// | calls next(error), or throws | ends with that failure |
/// | ends the response | short-circuits with what `ended` makes of it |
/// | calls next twice | ends with kNextReused; the inside ran once at most |
/// | drops next and the response | ends with kFailed |
/// | does not answer | ends with kTimedOut, or kCancelled after a stop |
///
/// The first answer counts: after the response was ended, next() leads nowhere. The request is
/// valid until the answer; what goes on after it works on copies.
///
/// Holds this thread while it waits; in an asynchronous chain it holds none. There the inside never
/// runs within the call of next(): what the middleware does after that call comes before the
/// inside, may not write to the response, and if it throws then, the inside is not entered.
///
/// Thread-safe if the middleware is. Allocates. May stand in a chain more than once.
template <class Request, class Response>
class LegacyMiddleware final : public internal::LegacyAdapter {
 public:
  using Middleware = std::function<void(const Request& request, LegacyResponse<Response> response,
                                        LegacyNext next)>;

  explicit LegacyMiddleware(Middleware middleware, LegacyOptions<Response> options = {})
      : LegacyAdapter(std::move(options.name), options.stage, options.max_wait, options.clock),
        middleware_(std::move(middleware)),
        ended_(std::move(options.ended)) {}

  Outcome Handle(PipelineContext& context, NextPipe next) override {
    const Request* request = context.request<Request>();
    Response* response = context.response<Response>();
    if (request == nullptr || response == nullptr) return TypeMismatch();
    bool entered = false;
    const Call call = Start(Bind(*request, *response), [&] {
      entered = true;
      return next(context);
    });
    internal::LegacyCall::Finished finished = Finish(context, *call);
    // Where the inside was not entered yet, asking again must not enter it.
    if (finished.again) return entered ? next(context) : NextReused();
    return Conclude(std::move(finished), [&] { return Ended(*response); });
  }

  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
    const Request* request = context.request<Request>();
    Response* response = context.response<Response>();
    if (request == nullptr || response == nullptr) co_return TypeMismatch();
    const Call call = Start(Bind(*request, *response));
    internal::LegacyCall::Finished finished = co_await FinishAsync(context, *call);
    const bool enters = finished.answer == internal::LegacyCall::Answer::kNext;
    if (enters) finished.outcome = co_await next(context);
    if (call->again()) {
      if (!enters) co_return NextReused();
      co_return co_await next(context);
    }
    co_return Conclude(std::move(finished), [&] { return Ended(*response); });
  }

 private:
  auto Bind(const Request& request, Response& response) const {
    return [&](std::shared_ptr<internal::LegacyTicket> ticket) {
      middleware_(request, LegacyResponse<Response>(ticket, response), LegacyNext(ticket));
    };
  }
  Outcome Ended(const Response& response) const {
    return ended_ ? ended_(response) : Outcome::Success();
  }

  const Middleware middleware_;
  const std::function<Outcome(const Response&)> ended_;
};

/// An error middleware, `(error, request, response, next)`, as a behaviour: called when what is
/// inside has failed (but for a cancellation). It stands outside what it answers for, where Express
/// has it behind.
///
/// | it | the behaviour |
/// |---|---|
/// | ends the response | ends with what `ended` makes of it: the error is answered |
/// | calls next() | succeeds: the error is dealt with |
/// | calls next(error), or throws | ends with that failure, for the next one outside |
///
/// All else is as with LegacyMiddleware.
template <class Request, class Response>
class LegacyErrorMiddleware final : public internal::LegacyAdapter {
 public:
  using Middleware = std::function<void(const Outcome& error, const Request& request,
                                        LegacyResponse<Response> response, LegacyNext next)>;

  explicit LegacyErrorMiddleware(Middleware middleware, LegacyOptions<Response> options = {})
      : LegacyAdapter(std::move(options.name), options.stage, options.max_wait, options.clock),
        middleware_(std::move(middleware)),
        ended_(std::move(options.ended)) {}

  Outcome Handle(PipelineContext& context, NextPipe next) override {
    const Request* request = context.request<Request>();
    Response* response = context.response<Response>();
    if (request == nullptr || response == nullptr) return TypeMismatch();
    const Outcome error = next(context);
    if (!Answers(error)) return error;
    const Call call = Start(Bind(error, *request, *response), [] { return Outcome::Success(); });
    internal::LegacyCall::Finished finished = Finish(context, *call);
    // krepis: allow(contract/next-twice) why="refused, and recorded as the middleware's misuse"
    if (finished.again) return next(context);
    return Conclude(std::move(finished), [&] { return Ended(*response); });
  }

  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
    const Request* request = context.request<Request>();
    Response* response = context.response<Response>();
    if (request == nullptr || response == nullptr) co_return TypeMismatch();
    const Outcome error = co_await next(context);
    if (!Answers(error)) co_return error;
    const Call call = Start(Bind(error, *request, *response));
    internal::LegacyCall::Finished finished = co_await FinishAsync(context, *call);
    // krepis: allow(contract/next-twice) why="refused, and recorded as the middleware's misuse"
    if (finished.again) co_return co_await next(context);
    co_return Conclude(std::move(finished), [&] { return Ended(*response); });
  }

 private:
  static bool Answers(const Outcome& error) noexcept {
    return !error.ok() && error.code() != FailureCode::kCancelled;
  }
  auto Bind(const Outcome& error, const Request& request, Response& response) const {
    return [&](std::shared_ptr<internal::LegacyTicket> ticket) {
      middleware_(error, request, LegacyResponse<Response>(ticket, response), LegacyNext(ticket));
    };
  }
  Outcome Ended(const Response& response) const {
    return ended_ ? ended_(response) : Outcome::Success();
  }

  const Middleware middleware_;
  const std::function<Outcome(const Response&)> ended_;
};

}  // namespace krepis
