// A builder that adds to the list of the server: samples/http_middleware_service
// --- pipeline.cpp
#include <userver/server/middlewares/builtin.hpp>
#include <userver/server/middlewares/configuration.hpp>
#include <userver/server/middlewares/http_middleware_base.hpp>
using namespace userver;
namespace app {
class Audit final : public server::middlewares::HttpMiddlewareFactoryBase {
 public:
  static constexpr std::string_view kName{"audit"};
};
class Builder final : public server::middlewares::HandlerPipelineBuilder {
 public:
  using HandlerPipelineBuilder::HandlerPipelineBuilder;
  // The list of the class:
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList given) const override { // chain: [{app::Builder}] "userver-handler-metrics-middleware [metrics] > userver-tracing-middleware [tracing] > userver-set-accept-encoding-middleware [accept-encoding] > userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-rate-limit-middleware [rate-limit] > userver-baggage-middleware [baggage] > userver-auth-middleware [auth] > userver-decompression-middleware [decompression] > userver-exceptions-handling-middleware [exceptions] > userver-deadline-propagation-middleware [deadline] > (not seen: what the static config adds)?? > Audit > noop-middleware > (handlers)"
//^...
    auto& pipeline = given;
    pipeline.emplace_back(Audit::kName);
    pipeline.push_back("noop-middleware");
    return pipeline;
  }
};
}  // namespace app
