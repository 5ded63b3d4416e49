// What the static config adds may be what is asked for: it is neither there nor missing
# --- krepis.toml
version = 1
[ordering.stages.audit]
match = ["AuditFactory"]
optional = true
[[ordering.rules]]
id = "audited"
required = ["audit"]
[[ordering.rules]]
id = "traced"
required = ["tracing"]
// --- main.cpp
#include <userver/components/minimal_server_component_list.hpp>
#include <userver/server/handlers/http_handler_base.hpp>
namespace app {
class Orders final : public userver::server::handlers::HttpHandlerBase {};
}
int main(int argc, char* argv[]) {
  auto list = userver::components::MinimalServerComponentList()
                  .Append<app::Orders>("handler-orders"); // chain: [{handler-orders}] "userver-handler-metrics-middleware [metrics] > userver-tracing-middleware [tracing] > userver-set-accept-encoding-middleware [accept-encoding] > userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-rate-limit-middleware [rate-limit] > userver-baggage-middleware [baggage] > userver-auth-middleware [auth] > userver-decompression-middleware [decompression] > userver-exceptions-handling-middleware [exceptions] > userver-deadline-propagation-middleware [deadline] > (not seen: what the static config adds)?? > app::Orders"
//                        ^^^^^^^^^^^
}
