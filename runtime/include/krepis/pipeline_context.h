#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>
#include <type_traits>
#include <utility>

#include "krepis/clock.h"
#include "krepis/clock_reading.h"
#include "krepis/context_store.h"
#include "krepis/pipeline_items.h"
#include "krepis/service_provider.h"
#include "krepis/type_key.h"

namespace krepis {

class AsyncExecution;
class ChainBase;
class PipelineCursor;
class Strand;

/// Schemas that the library's own behaviours know. A protocol that is not here needs no change to
/// any of them: its schema is its name.
inline constexpr std::string_view kSchemaHttp = "http";
inline constexpr std::string_view kSchemaGrpc = "grpc";
inline constexpr std::string_view kSchemaEvent = "event";

/// What an execution is about and what became of it. Text is not owned (see each field).
class PipelineMetadata {
 public:
  /// What kind of request this is (kSchemaHttp, "websocket", "file", "rule"). The caller's text.
  std::string_view schema;
  /// What the request is addressed to ("/orders/17", "layering/cycle"). The caller's text.
  std::string_view path;
  /// The behaviour that returned without calling `next` in the latest attempt; empty if none did.
  /// An exception is not a short-circuit. Set by the engine; the provider's text.
  std::string_view short_circuit_point;
  /// The behaviour whose `next` was called when it must not be (again, or from elsewhere); empty if
  /// none was, or the execution has made more than 32,000 entries since that `next`. Set by the
  /// engine even where the behaviour hid the failure it got; the provider's text.
  std::string_view next_reused_point;

  /// When the latest execution began, by the context's clock. The same at each call.
  Clock::TimePoint start_time() const noexcept {
    if (!start_time_) start_time_ = start_.time();
    return *start_time_;
  }

 private:
  friend class PipelineCursor;

  void Start(const Clock* clock) noexcept {
    if (clock == nullptr) {
      start_ = ClockReading::Take();
      start_time_.reset();
    } else {
      start_time_ = clock->Now();
    }
    short_circuit_point = {};
    next_reused_point = {};
  }

  ClockReading start_;
  mutable std::optional<Clock::TimePoint> start_time_;  // of start_, or by a bound clock
};

/// Everything behaviours and the handler of one execution share.
///
/// Made by the caller, usually on the stack; not copied or moved. It borrows the request and the
/// response. One execution at a time, one thread at a time; several executions may follow one
/// another.
class PipelineContext {
 public:
  using TimePoint = Clock::TimePoint;
  static constexpr TimePoint kNoDeadline = TimePoint::max();

  /// `schema` and `path` become metadata and must outlive the context. `stop` is polled before each
  /// entry.
  PipelineContext(std::string_view schema, std::string_view path,
                  std::stop_token stop = {}) noexcept
      : stop_(std::move(stop)) {
    metadata_.schema = schema;
    metadata_.path = path;
  }
  /// A context for work that an execution starts inside itself: with the parent's store, stop
  /// token, deadline, clock and services (in a scope of its own), and items of its own. It must end
  /// before the parent's scopes around it do.
  PipelineContext(std::string_view schema, std::string_view path,
                  const PipelineContext& parent) noexcept
      : PipelineContext(schema, path, parent.stop_) {
    deadline_ = parent.deadline_;
    clock_ = parent.clock_;
    store_ = parent.store_;
    services_.provider_ = parent.services_.provider_;
  }
  PipelineContext(const PipelineContext&) = delete;
  PipelineContext& operator=(const PipelineContext&) = delete;
  /// Ends the program when an execution runs: behaviours would go on without their context.
  ~PipelineContext() {
    if (chain_ != nullptr) [[unlikely]]
      AbortDestroyed();
  }

  const PipelineMetadata& metadata() const noexcept { return metadata_; }
  /// The chain being executed (its route id, group and tags); null when none is.
  const ChainBase* chain() const noexcept { return chain_; }

  /// Binds the request, which must outlive its use here. Behaviours read it, they do not change it.
  template <class T>
  void BindRequest(const T& request) noexcept {
    request_ = &request;
    request_type_ = TypeKey::Of<T>();
  }
  template <class T>
  void BindRequest(const T&& request) = delete;  // would dangle
  /// The request if it was bound as exactly a T, else null.
  template <class T>
  const T* request() const noexcept {
    return request_type_ == TypeKey::Of<T>() ? static_cast<const T*>(request_) : nullptr;
  }

  /// Binds where the response goes, which must outlive its use here.
  template <class T>
  void BindResponse(T& response) noexcept {
    static_assert(!std::is_const_v<T>, "the response is written to");
    response_ = &response;
    response_type_ = TypeKey::Of<T>();
  }
  /// The response if it was bound as exactly a T, else null.
  template <class T>
  T* response() const noexcept {
    return response_type_ == TypeKey::Of<T>() ? static_cast<T*>(response_) : nullptr;
  }

  /// The strand of the asynchronous execution that runs; null in any other.
  Strand* strand() const noexcept { return strand_; }

  PipelineItems& items() noexcept { return items_; }
  const PipelineItems& items() const noexcept { return items_; }

  /// What the scopes around this point have set. See ContextScope.
  const ContextStore& store() const noexcept { return store_; }
  /// Starts from a store that was carried here; `snapshot` must outlive its use. Not during an
  /// execution.
  void Adopt(const ContextSnapshot& snapshot) noexcept { store_ = snapshot.store(); }

  /// Where services() finds services; must outlive the context. Not during an execution.
  void BindServices(const ServiceProvider& provider) noexcept {
    services_.Dispose();
    services_.provider_ = &provider;
  }
  /// The services of this execution: scoped ones are made when first asked for, and destroyed after
  /// the last post-processing.
  ServiceScope& services() noexcept { return services_; }

  /// The clock of start_time and deadlines; must outlive the context. Without one it is
  /// std::chrono::steady_clock.
  void BindClock(const Clock& clock) noexcept { clock_ = &clock; }
  TimePoint Now() const noexcept {
    return clock_ == nullptr ? std::chrono::steady_clock::now() : clock_->Now();
  }

  const std::stop_token& stop_token() const noexcept { return stop_; }
  bool stop_requested() const noexcept { return stop_.stop_requested(); }

  /// When the work must be done, kNoDeadline if it need not. Polled with the stop token before each
  /// entry: past it nothing is entered (kTimedOut). Long work compares it to Now() itself.
  TimePoint deadline() const noexcept { return deadline_; }

 private:
  [[noreturn]] static void AbortDestroyed() noexcept;

  friend class AsyncExecution;
  friend class PipelineCursor;
  friend class ContextScopeBase;
  friend class StopScope;
  friend class DeadlineScope;

  PipelineMetadata metadata_;
  const void* request_ = nullptr;
  void* response_ = nullptr;
  TypeKey request_type_;
  TypeKey response_type_;
  std::stop_token stop_;
  TimePoint deadline_ = kNoDeadline;
  const Clock* clock_ = nullptr;
  ContextStore store_;

  // The engine's, while an execution runs. See PipelineCursor.
  const ChainBase* chain_ = nullptr;
  uint64_t entry_ = 0;  // the latest
  uint64_t open_ = 0;
  Strand* strand_ = nullptr;

  ServiceScope services_;
  PipelineItems items_;
};

/// Gives what runs inside this scope another stop token: how a time-out or a budget stops the work
/// downstream. Restores the token on the way out, exceptions included. Scopes nest strictly.
class [[nodiscard]] StopScope {
 public:
  StopScope(PipelineContext& context, std::stop_token inner) noexcept
      : context_(context), outer_(std::exchange(context.stop_, std::move(inner))) {}
  StopScope(const StopScope&) = delete;
  StopScope& operator=(const StopScope&) = delete;
  ~StopScope() { context_.stop_ = std::move(outer_); }

  /// The token outside: link to it, or a caller's stop no longer reaches the inside.
  const std::stop_token& outer() const noexcept { return outer_; }

 private:
  PipelineContext& context_;
  std::stop_token outer_;
};

/// Gives what runs inside this scope an earlier deadline; a later one than there is changes
/// nothing. Restores it on the way out, exceptions included. Scopes nest strictly.
class [[nodiscard]] DeadlineScope {
 public:
  DeadlineScope(PipelineContext& context, Clock::TimePoint deadline) noexcept
      : context_(context), outer_(context.deadline_) {
    if (deadline < outer_) context.deadline_ = deadline;
  }
  DeadlineScope(const DeadlineScope&) = delete;
  DeadlineScope& operator=(const DeadlineScope&) = delete;
  ~DeadlineScope() { context_.deadline_ = outer_; }

 private:
  PipelineContext& context_;
  Clock::TimePoint outer_;
};

inline ContextScopeBase::ContextScopeBase(PipelineContext& context, const ContextKeyBase& key,
                                          const void* value, ContextEntry::Copy copy) noexcept
    : context_(context),
      entry_{.outer = context.store_.innermost_, .key = &key, .value = value, .copy = copy} {
  context.store_ = ContextStore(&entry_);
}
inline ContextScopeBase::~ContextScopeBase() { context_.store_ = ContextStore(entry_.outer); }

}  // namespace krepis
