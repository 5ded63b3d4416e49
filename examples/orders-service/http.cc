#include "http.h"

#include <string_view>

#include "krepis/behaviors/context_bridge.h"
#include "orders.h"

namespace orders {

using krepis::FailureCode;

krepis::Result<std::optional<krepis::Principal>, krepis::Outcome> ApiKeys::Authenticate(
    krepis::PipelineContext& context) {
  const std::string* key = context.items().Find(kApiKey);
  if (key == nullptr || key->empty()) return std::optional<krepis::Principal>();
  if (*key != clerk_key_) return krepis::Outcome::Failure(FailureCode::kUnauthorized);
  return std::optional(krepis::Principal{.id = "clerk", .claims = {{"role", "clerk"}}});
}

int StatusOf(const krepis::Outcome& outcome) {
  if (outcome.code() == kNotFound) return 404;
  switch (outcome.code()) {
    case FailureCode::kNone:
      return 200;
    case FailureCode::kUnauthorized:
      return 401;
    case FailureCode::kForbidden:
      return 403;
    case FailureCode::kInvalid:
      return 422;
    case FailureCode::kUnavailable:
      return 503;
    case FailureCode::kTimedOut:
      return 504;
    default:
      return 500;
  }
}

void Receive(const httplib::Request& http_request, krepis::PipelineContext& context) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string authorization = http_request.get_header_value("Authorization");
  if (authorization.starts_with(kBearer)) {
    context.items().Set(kApiKey, authorization.substr(kBearer.size()));
  }
  const auto trace = http_request.headers.find("traceparent");
  if (trace != http_request.headers.end()) {
    context.items().Set(krepis::kTraceParentHeader, std::string_view(trace->second));
  }
}

void Answer(const krepis::Outcome& outcome, httplib::Response& http_response) {
  http_response.status = StatusOf(outcome);
  if (!outcome.ok()) {
    http_response.set_content(std::string(outcome.message()) + "\n", "text/plain");
  }
}

}  // namespace orders
