#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string_view>
#include <type_traits>
#include <utility>

#include "krepis/pipeline_items.h"
#include "krepis/type_key.h"

namespace krepis {

class PipelineChain;
struct PipelineFrame;

/// What an execution is about and what became of it. Text is not owned (see each field).
struct PipelineMetadata {
  /// What kind of request this is ("http", "event", "file", "rule"). The caller's text.
  std::string_view schema;
  /// What the request is addressed to ("frontend/cpp", "layering/cycle"). The caller's text.
  std::string_view path;
  /// When the latest execution began; set by the engine.
  std::chrono::steady_clock::time_point start_time{};
  /// The behaviour that returned without calling `next` in the latest attempt; empty if none did.
  /// An exception is not a short-circuit. Set by the engine; the provider's text.
  std::string_view short_circuit_point;
  /// The behaviour whose `next` was called when it must not be (again, or from elsewhere); empty if
  /// none was. Set by the engine even where the behaviour hid the failure it got; the provider's
  /// text.
  std::string_view next_reused_point;
};

/// Everything behaviours and the handler of one execution share.
///
/// Made by the caller, usually on the stack; not copied or moved. It borrows the request and the
/// response. One execution at a time, one thread at a time; several executions may follow one
/// another.
class PipelineContext {
 public:
  /// `schema` and `path` become metadata and must outlive the context. `stop` is polled before each
  /// entry.
  PipelineContext(std::string_view schema, std::string_view path,
                  std::stop_token stop = {}) noexcept
      : stop_(std::move(stop)) {
    metadata_.schema = schema;
    metadata_.path = path;
  }
  PipelineContext(const PipelineContext&) = delete;
  PipelineContext& operator=(const PipelineContext&) = delete;

  const PipelineMetadata& metadata() const noexcept { return metadata_; }

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

  PipelineItems& items() noexcept { return items_; }
  const PipelineItems& items() const noexcept { return items_; }

  const std::stop_token& stop_token() const noexcept { return stop_; }
  bool stop_requested() const noexcept { return stop_.stop_requested(); }

 private:
  friend class PipelineExecutor;
  friend class StopScope;

  PipelineMetadata metadata_;
  const void* request_ = nullptr;
  void* response_ = nullptr;
  TypeKey request_type_;
  TypeKey response_type_;
  std::stop_token stop_;

  // The engine's, while an execution runs.
  const PipelineChain* chain_ = nullptr;
  PipelineFrame* innermost_ = nullptr;
  uint64_t execution_ = 0;
  uint32_t entries_ = 0;

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

}  // namespace krepis
