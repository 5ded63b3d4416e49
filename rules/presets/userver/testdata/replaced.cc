// A class makes another list of the default one: whether the static config uses it is not known
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "traced"
required = ["tracing"]
// --- main.cpp
#include <userver/components/minimal_server_component_list.hpp>
#include <userver/server/handlers/http_handler_base.hpp>
#include "bare.hpp"
using namespace userver;
namespace app {
class Orders final : public server::handlers::HttpHandlerBase {};
}  // namespace app
int main(int argc, char* argv[]) {
  auto list = components::MinimalServerComponentList()
                  .Append<app::Bare>("bare-pipeline-builder")
                  .Append<app::Orders>("handler-orders"); // chain: [{handler-orders}] "userver-handler-metrics-middleware [metrics]?? > userver-tracing-middleware [tracing]?? > userver-set-accept-encoding-middleware [accept-encoding]?? > userver-unknown-exceptions-handling-middleware [unknown-exceptions]?? > userver-rate-limit-middleware [rate-limit]?? > userver-baggage-middleware [baggage]?? > userver-auth-middleware [auth]?? > userver-decompression-middleware [decompression]?? > userver-exceptions-handling-middleware [exceptions]?? > userver-deadline-propagation-middleware [deadline]?? > (not seen: what the static config adds)?? > app::Orders"
//                        ^^^^^^^^^^^
}
// --- bare.hpp
#pragma once
#include <userver/server/middlewares/configuration.hpp>
namespace app {
class Bare final : public userver::server::middlewares::PipelineBuilder {
 public:
  userver::server::middlewares::MiddlewaresList BuildPipeline(userver::server::middlewares::MiddlewaresList) const override;
};
}  // namespace app
// --- bare.cpp
#include "bare.hpp"
namespace app {
using namespace userver;
server::middlewares::MiddlewaresList Bare::BuildPipeline(server::middlewares::MiddlewaresList given) const { // chain: [{app::Bare}] "userver-exceptions-handling-middleware [exceptions] > (not seen: what the static config adds)?? > (handlers)"
  return {"userver-exceptions-handling-middleware"};
}
}  // namespace app
