// Handlers are the components whose class is one, by the name that the static config knows them by: samples/hello_service
// --- main.cpp
#include <userver/components/minimal_server_component_list.hpp>
#include <userver/utils/daemon_run.hpp>
#include "hello_handler.hpp"
using namespace userver;
int main(int argc, char* argv[]) {
  auto component_list = components::MinimalServerComponentList()
                            .Append<samples::hello::HelloHandler>() // chain: [{samples::hello::HelloHandler}] "userver-handler-metrics-middleware [metrics] > userver-tracing-middleware [tracing] > userver-set-accept-encoding-middleware [accept-encoding] > userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-rate-limit-middleware [rate-limit] > userver-baggage-middleware [baggage] > userver-auth-middleware [auth] > userver-decompression-middleware [decompression] > userver-exceptions-handling-middleware [exceptions] > userver-deadline-propagation-middleware [deadline] > (not seen: what the static config adds)?? > samples::hello::HelloHandler"
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                            .Append<samples::hello::HelloHandler>("handler-hello-again") // chain: [{handler-hello-again}] "userver-handler-metrics-middleware [metrics] > userver-tracing-middleware [tracing] > userver-set-accept-encoding-middleware [accept-encoding] > userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-rate-limit-middleware [rate-limit] > userver-baggage-middleware [baggage] > userver-auth-middleware [auth] > userver-decompression-middleware [decompression] > userver-exceptions-handling-middleware [exceptions] > userver-deadline-propagation-middleware [deadline] > (not seen: what the static config adds)?? > samples::hello::HelloHandler"
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                            .Append<samples::hello::Greetings>()
                            .Append<components::HttpClient>();
  return utils::DaemonMain(argc, argv, component_list);
}
// --- hello_handler.hpp
#pragma once
#include <userver/components/component_base.hpp>
#include <userver/server/handlers/http_handler_base.hpp>
#include <userver/utest/using_namespace_userver.hpp>
namespace samples::hello {
class HelloHandler final : public server::handlers::HttpHandlerBase {
 public:
  static constexpr std::string_view kName = "handler-hello-sample";
  using HttpHandlerBase::HttpHandlerBase;
  std::string HandleRequestThrow(const server::http::HttpRequest& request, server::request::RequestContext&) const override;
};
class Greetings final : public components::ComponentBase {};
}  // namespace samples::hello
