#pragma once

#include <concepts>
#include <memory>
#include <utility>

#include "krepis/async_behavior.h"
#include "krepis/pipeline_chain.h"
#include "krepis/pipeline_handler.h"
#include "krepis/pipeline_provider.h"
#include "krepis/task.h"

namespace krepis {

/// What an asynchronous chain leads to. Like PipelineHandler, but it may wait.
class AsyncPipelineHandler : public HandlerBase {
 public:
  virtual Task<Outcome> HandleAsync(PipelineContext& context) = 0;
};

/// An asynchronous handler of one request and response type; see TypedHandler.
template <class Request, class Response>
class TypedAsyncHandler : public AsyncPipelineHandler {
 public:
  Task<Outcome> HandleAsync(PipelineContext& context) final {
    const Request* request = context.request<Request>();
    Response* response = context.response<Response>();
    if (request == nullptr || response == nullptr) return Mismatch(context, request == nullptr);
    return RunAsync(context, *request, *response);
  }

  virtual Task<Outcome> RunAsync(PipelineContext& context, const Request& request,
                                 Response& response) = 0;

 private:
  static Task<Outcome> Mismatch(PipelineContext&, bool of_request) {
    co_return TypeMismatch(of_request);
  }
};

/// A synchronous handler at the end of an asynchronous chain. It runs in place: what blocks in it
/// blocks the thread that runs the strand.
class InPlaceHandler final : public AsyncPipelineHandler {
 public:
  /// `handler` must outlive this.
  explicit InPlaceHandler(PipelineHandler& handler) noexcept : handler_(handler) {}
  std::string_view name() const noexcept override { return handler_.name(); }
  Task<Outcome> HandleAsync(PipelineContext& context) override {
    co_return handler_.Handle(context);
  }

 private:
  PipelineHandler& handler_;
};

/// A chain of asynchronous behaviours. See ChainBase, and AsyncExecution, which runs it.
class AsyncPipelineChain final : public ChainBase {
 public:
  explicit AsyncPipelineChain(Parts parts) : ChainBase(std::move(parts)) {}

  AsyncPipelineHandler& handler() const noexcept {
    return static_cast<AsyncPipelineHandler&>(handler_base());
  }
};

class AsyncPipelineProvider;

/// The asynchronous form. Behaviours that serve both forms serve it too.
struct AsyncForm {
  template <class Type>
  static constexpr bool kAccepts = std::derived_from<Type, AsyncPipelineBehavior> ||
                                   std::derived_from<Type, DualPipelineBehavior>;
  using Handler = AsyncPipelineHandler;
  using Chain = AsyncPipelineChain;
  using Provider = AsyncPipelineProvider;
};

/// Chains of asynchronous behaviours. Its interface is BasicPipelineProvider's.
class AsyncPipelineProvider final : public BasicPipelineProvider<AsyncForm> {
 public:
  class Builder : public BasicPipelineProvider<AsyncForm>::Builder {};

  /// For Builder.
  explicit AsyncPipelineProvider(std::unique_ptr<const ChainRegistry> registry)
      : BasicPipelineProvider(std::move(registry)) {}
};

}  // namespace krepis
