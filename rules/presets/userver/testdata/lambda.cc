// A list that a lambda changes, one that is made of itself, and components of a list at the top level
// --- pipeline.cpp
#include <userver/components/component_list.hpp>
#include <userver/server/handlers/http_handler_base.hpp>
#include <userver/server/middlewares/configuration.hpp>
using namespace userver;
namespace app {
class Later final : public server::middlewares::HandlerPipelineBuilder {
 public:
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList given) const override {  // chain: [{app::Later}] "(not seen: what app::Later makes of it)?? > (handlers)"
    const auto add = [&](auto name) { given.push_back(name); };
    add("userver-tracing-middleware");
    return given;
  }
};
class Circle final : public server::middlewares::HandlerPipelineBuilder {
 public:
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList) const override {  // chain: [{app::Circle}] "own?? > (handlers)"
    server::middlewares::MiddlewaresList own(own);
    return own;
  }
};
}  // namespace app
