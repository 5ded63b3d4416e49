#pragma once

#include <httplib.h>

#include <string>

#include "krepis/behaviors/principal.h"
#include "krepis/pipeline_chain.h"
#include "krepis/pipeline_context.h"
#include "krepis/pipeline_executor.h"
#include "krepis/service_provider.h"

// How HTTP and the pipeline meet: the only file that knows both.

namespace orders {

/// The key that a request came with: "Authorization: Bearer KEY". Empty without one.
inline constexpr krepis::ItemKey<std::string> kApiKey{"api-key"};

/// Knows one clerk by an API key.
class ApiKeys final : public krepis::Authenticator {
 public:
  explicit ApiKeys(std::string clerk_key) : clerk_key_(std::move(clerk_key)) {}
  krepis::Result<std::optional<krepis::Principal>, krepis::Outcome> Authenticate(
      krepis::PipelineContext& context) override;

 private:
  const std::string clerk_key_;
};

/// The status that says what an outcome says (RFC 9110, section 15).
int StatusOf(const krepis::Outcome& outcome);

/// What Execute does before and after the chain.
void Receive(const httplib::Request& http_request, krepis::PipelineContext& context);
void Answer(const krepis::Outcome& outcome, httplib::Response& http_response);

/// Executes the chain for a request and answers what it came to: the status by the outcome's code,
/// the message as the body. True on success: the caller writes its response then.
template <class Request, class Response>
bool Execute(const krepis::PipelineChain& chain, const krepis::ServiceProvider& services,
             const httplib::Request& http_request, httplib::Response& http_response,
             const Request& request, Response& response) {
  krepis::PipelineContext context("http", http_request.path);
  context.BindRequest(request);
  context.BindResponse(response);
  context.BindServices(services);
  Receive(http_request, context);
  const krepis::Outcome outcome = krepis::PipelineExecutor().Execute(chain, context);
  Answer(outcome, http_response);
  return outcome.ok();
}

}  // namespace orders
