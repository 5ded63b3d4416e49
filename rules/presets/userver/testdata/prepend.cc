// The server's own list, with something outside of it
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
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList given) const override { // chain: [{app::Builder}] "Audit > userver-handler-metrics-middleware [metrics] > userver-tracing-middleware [tracing] > userver-set-accept-encoding-middleware [accept-encoding] > userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-rate-limit-middleware [rate-limit] > userver-baggage-middleware [baggage] > userver-auth-middleware [auth] > userver-decompression-middleware [decompression] > userver-exceptions-handling-middleware [exceptions] > userver-deadline-propagation-middleware [deadline] > last > last-of-all > (not seen: what the static config adds)?? > (handlers)"
//^...
    given.insert(given.begin(), std::string{Audit::kName});
    given.insert(given.end(), {"last", std::string("last-of-all")});
    return given;
  }
};
}  // namespace app
