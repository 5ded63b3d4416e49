// What is taken out of the list is not followed
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
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList given) const override { // chain: [{app::Builder}] "(not seen: what app::Builder makes of it)?? > (handlers)"
//^...
    std::erase(given, server::middlewares::builtin::kUnknownExceptionsHandling);
    given.push_back("userver-tracing-middleware");
    return given;
  }
};
}  // namespace app
