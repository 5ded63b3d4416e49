#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "krepis/completion.h"
#include "krepis/outcome.h"
#include "krepis/task.h"
#include "krepis/waitable_clock.h"

namespace krepis {

namespace internal {

/// One call of a callback middleware: what it has answered so far. Shared by the execution and by
/// whatever copies of `next` and the response the middleware keeps, in any thread, for any time.
class LegacyCall {
 public:
  enum class Answer : uint8_t {
    kNone,
    kNext,       ///< go on
    kError,      ///< next(error), or an exception
    kEnded,      ///< the response was ended
    kAbandoned,  ///< neither, and nobody is left who could
    kGivenUp,    ///< the execution waits no longer
  };

  /// `inside` runs the rest of the chain when the middleware goes on. Called at most once, in this
  /// thread: within the middleware's call of `next` if that is made here, else by Finish. Empty for
  /// a coroutine, which does that itself.
  explicit LegacyCall(std::function<Outcome()> inside = {})
      : owner_(std::this_thread::get_id()), inside_(std::move(inside)) {}
  LegacyCall(const LegacyCall&) = delete;
  LegacyCall& operator=(const LegacyCall&) = delete;

  // By the middleware, in any thread.
  void Next(Outcome error);
  void End();
  void Abandon() noexcept;
  bool ended() const;
  /// Whether the response may be touched; EndWrite must follow. It may as long as there is no
  /// answer, and after `next` by the call of the middleware itself.
  bool BeginWrite();
  void EndWrite() noexcept;

  // By the execution.
  /// The middleware threw, which is an answer if there was none.
  void Threw(Outcome failure);
  /// Waits for the answer until the clock reads `until` or stop is requested, and runs the inside
  /// if that is still to be done. From then on nobody touches the response.
  struct Finished {
    Answer answer = Answer::kNone;
    bool again = false;    ///< `next` was called more than once
    bool stopped = false;  ///< kGivenUp: by the stop token
    Outcome outcome;       ///< of the inside (kNext), or the error (kError)
  };
  Finished Finish(WaitableClock& clock, WaitableClock::TimePoint until,
                  const std::stop_token& stop);
  /// The same for a coroutine, but for running the inside. This must outlive it.
  Task<Finished> FinishAsync(PipelineContext& context, WaitLimits limits);
  /// Whether `next` was called more than once up to now.
  bool again() const;

 private:
  /// With the mutex held. False when there was an answer.
  bool Settle(Answer answer, Outcome outcome);
  /// Without it. Afterwards this may be gone.
  void Answered(Answer answer, Outcome outcome);

  const std::thread::id owner_;
  const std::function<Outcome()> inside_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Answer answer_ = Answer::kNone;
  Outcome outcome_;
  bool in_middleware_ = true;  // its call has not returned yet
  bool inside_ran_ = false;
  bool again_ = false;
  size_t writers_ = 0;
  bool awaits_writers_ = false;
  // What a coroutine waits for; completed without the mutex.
  Completion answered_;
  Completion written_;
};

/// What `next` and the response share. When the last of them is gone, nobody can answer any more.
class LegacyTicket {
 public:
  explicit LegacyTicket(std::shared_ptr<LegacyCall> call) noexcept : call_(std::move(call)) {}
  LegacyTicket(const LegacyTicket&) = delete;
  LegacyTicket& operator=(const LegacyTicket&) = delete;
  ~LegacyTicket() { call_->Abandon(); }

  LegacyCall& call() const noexcept { return *call_; }

 private:
  const std::shared_ptr<LegacyCall> call_;
};

}  // namespace internal

/// The `next` of a callback middleware. Copied freely, called from any thread, at any time, also
/// after the execution is over; only the first answer of a middleware counts.
class LegacyNext {
 public:
  explicit LegacyNext(std::shared_ptr<internal::LegacyTicket> ticket) noexcept
      : ticket_(std::move(ticket)) {}

  /// Goes on to the rest of the chain. Called by the middleware itself in a synchronous chain, it
  /// returns when that is done; else the rest comes after this call, in the execution's own thread,
  /// or where an asynchronous execution without a scheduler waits, in this one.
  void operator()() const { ticket_->call().Next(Outcome::Success()); }
  /// Ends with an error, and the rest of the chain is not entered. Success goes on, as `next(null)`
  /// does.
  void operator()(Outcome error) const { ticket_->call().Next(std::move(error)); }

 private:
  std::shared_ptr<internal::LegacyTicket> ticket_;
};

/// The response of a callback middleware. Copied freely, used from any thread, at any time: after
/// the execution has gone on without it, Write does nothing.
template <class Response>
class LegacyResponse {
 public:
  LegacyResponse(std::shared_ptr<internal::LegacyTicket> ticket, Response& response) noexcept
      : ticket_(std::move(ticket)), response_(&response) {}

  /// Calls `write` with the response; false, and it is not called, when it is too late: the
  /// response was ended, or the execution has gone on. While other threads write, the execution
  /// waits for them; that they do not write at once is the middleware's business.
  template <class Writer>
  bool Write(Writer write) const {
    internal::LegacyCall& call = ticket_->call();
    if (!call.BeginWrite()) return false;
    struct Writing {
      internal::LegacyCall& call;
      ~Writing() { call.EndWrite(); }
    } writing{call};
    write(*response_);
    return true;
  }

  /// The response is complete: the rest of the chain is not entered.
  void End() const { ticket_->call().End(); }
  bool ended() const { return ticket_->call().ended(); }

 private:
  std::shared_ptr<internal::LegacyTicket> ticket_;
  Response* response_;
};

}  // namespace krepis
