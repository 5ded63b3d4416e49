#pragma once

#include <string_view>

#include "krepis/outcome.h"
#include "krepis/pipeline_context.h"

namespace krepis {

/// What handlers of every form have in common.
class HandlerBase {
 public:
  virtual ~HandlerBase() = default;

  /// For descriptions and messages.
  virtual std::string_view name() const noexcept { return "handler"; }
};

/// What a chain leads to. Not owned by the provider; shared by threads like a behaviour: stateless,
/// or thread-safe.
class PipelineHandler : public HandlerBase {
 public:
  /// Does the work: reads `context.request<T>()`, writes `*context.response<U>()`. An exception
  /// becomes FailureCode::kException. Long work polls `context.stop_requested()`.
  virtual Outcome Handle(PipelineContext& context) = 0;
};

/// What a typed handler of any form ends with, where the context's request (or else its response)
/// is of another type.
inline Outcome TypeMismatch(bool of_request) noexcept {
  return Outcome::Failure(
      FailureCode::kTypeMismatch,
      of_request ? StaticMessage("the context's request is not of the handler's request type")
                 : StaticMessage("the context's response is not of the handler's response type"));
}

/// A handler of one request and response type. A context bound to others fails with
/// FailureCode::kTypeMismatch before Run is entered.
template <class Request, class Response>
class TypedHandler : public PipelineHandler {
 public:
  Outcome Handle(PipelineContext& context) final {
    const Request* request = context.request<Request>();
    Response* response = context.response<Response>();
    if (request == nullptr || response == nullptr) {
      return TypeMismatch(request == nullptr);
    }
    return Run(context, *request, *response);
  }

  virtual Outcome Run(PipelineContext& context, const Request& request, Response& response) = 0;
};

}  // namespace krepis
