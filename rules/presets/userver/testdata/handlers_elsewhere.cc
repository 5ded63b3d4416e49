// A function of another file adds the component; a base of the program's own stands between: samples/chaotic_service
// --- main.cpp
#include <userver/components/minimal_server_component_list.hpp>
#include <userver/utils/daemon_run.hpp>
#include "hello.hpp"
int main(int argc, char* argv[]) {
  auto component_list = userver::components::MinimalServerComponentList();
  chaotic::AppendHello(component_list);
  return userver::utils::DaemonMain(argc, argv, component_list);
}
// --- hello.hpp
#pragma once
#include <userver/components/component_list.hpp>
namespace chaotic {
void AppendHello(userver::components::ComponentList& component_list);
}
// --- hello.cpp
#include "hello.hpp"
#include <userver/server/handlers/http_handler_json_base.hpp>
namespace chaotic {
class Base : public userver::server::handlers::HttpHandlerJsonBase {};
class Hello final : public Base {
 public:
  static constexpr std::string_view kName = "handler-hello";
};
void AppendHello(userver::components::ComponentList& component_list) {
  component_list.Append<Hello>(); // chain: [{handler-hello}] "userver-handler-metrics-middleware [metrics] > userver-tracing-middleware [tracing] > userver-set-accept-encoding-middleware [accept-encoding] > userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-rate-limit-middleware [rate-limit] > userver-baggage-middleware [baggage] > userver-auth-middleware [auth] > userver-decompression-middleware [decompression] > userver-exceptions-handling-middleware [exceptions] > userver-deadline-propagation-middleware [deadline] > (not seen: what the static config adds)?? > Hello"
//                      ^^^^^
}
}  // namespace chaotic
