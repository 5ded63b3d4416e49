// The base adds what the static config appends: core/include/userver/server/middlewares/configuration.hpp
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
class Builder final : public server::middlewares::PipelineBuilder {
 public:
  using PipelineBuilder::PipelineBuilder;
  // The list of the class:
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList given) const override { // chain: [{app::Builder}] "userver-handler-metrics-middleware [metrics] > userver-tracing-middleware [tracing] > userver-set-accept-encoding-middleware [accept-encoding] > userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-rate-limit-middleware [rate-limit] > userver-baggage-middleware [baggage] > userver-auth-middleware [auth] > userver-decompression-middleware [decompression] > userver-exceptions-handling-middleware [exceptions] > userver-deadline-propagation-middleware [deadline] > (not seen: what the static config adds)?? > metrics-of-ours > (not seen: what the static config adds)?? > (handlers)"
//^...
    auto pipeline = server::middlewares::PipelineBuilder::BuildPipeline(std::move(given));
    pipeline.push_back("metrics-of-ours");
    return pipeline;
  }
};
}  // namespace app
