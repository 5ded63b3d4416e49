// Metrics go before everything else, tracing too: core/src/server/middlewares/configuration.cpp
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
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList given) const override { // chain: [{app::Builder}] "server::middlewares::builtin::kTracing [tracing] > userver-handler-metrics-middleware [metrics] > userver-tracing-middleware [tracing] > userver-set-accept-encoding-middleware [accept-encoding] > userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-rate-limit-middleware [rate-limit] > userver-baggage-middleware [baggage] > userver-auth-middleware [auth] > userver-decompression-middleware [decompression] > userver-exceptions-handling-middleware [exceptions] > userver-deadline-propagation-middleware [deadline] > Audit > (handlers)"
//^...
    auto own = server::middlewares::DefaultPipeline(); // warning: [ordering/before userver-metrics-before-tracing] "'userver-handler-metrics-middleware' (metrics) stands inside 'server::middlewares::builtin::kTracing' (tracing) on route '{app::Builder}' (server::middlewares::builtin::kTracing [tracing] > userver-handler-metrics-middleware [metrics] > userver-tracing-middleware [tracing] > userver-set-accept-encoding-middleware [accept-encoding] > userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-rate-limit-middleware [rate-limit] > userver-baggage-middleware [baggage] > userver-auth-middleware [auth] > userver-decompression-middleware [decompression] > userver-exceptions-handling-middleware [exceptions] > userver-deadline-propagation-middleware [deadline] > Audit > (handlers))"
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    own.insert(own.begin(), std::string{server::middlewares::builtin::kTracing});
    own.push_back(std::string{Audit::kName});
    return own;
  }
};
}  // namespace app
