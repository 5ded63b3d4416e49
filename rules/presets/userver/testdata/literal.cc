// A list from scratch, in the order of the documentation: core/src/server/middlewares/configuration.cpp
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
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList given) const override { // chain: [{app::Builder}] "server::middlewares::builtin::kHandlerMetrics [metrics] > server::middlewares::builtin::kTracing [tracing] > server::middlewares::builtin::kUnknownExceptionsHandling [unknown-exceptions] > server::middlewares::builtin::kAuth [auth] > server::middlewares::builtin::kExceptionsHandling [exceptions] > server::middlewares::builtin::kDeadlinePropagation [deadline] > (not seen: what the static config adds)?? > (handlers)"
//^...
    return {
        std::string{server::middlewares::builtin::kHandlerMetrics},
        std::string{server::middlewares::builtin::kTracing},
        std::string{server::middlewares::builtin::kUnknownExceptionsHandling},
        std::string{server::middlewares::builtin::kAuth},
        std::string{server::middlewares::builtin::kExceptionsHandling},
        std::string{server::middlewares::builtin::kDeadlinePropagation},
    };
  }
};
}  // namespace app
