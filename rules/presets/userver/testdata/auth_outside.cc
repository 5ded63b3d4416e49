// Nearly everything goes below the handling of unknown exceptions: core/src/server/middlewares/configuration.cpp
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
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList given) const override { // chain: [{app::Builder}] "server::middlewares::builtin::kAuth [auth] > server::middlewares::builtin::kUnknownExceptionsHandling [unknown-exceptions] > server::middlewares::builtin::kExceptionsHandling [exceptions] > (not seen: what the static config adds)?? > (handlers)"
//^...
    server::middlewares::MiddlewaresList own{std::string{server::middlewares::builtin::kAuth}};
    own.emplace_back(server::middlewares::builtin::kUnknownExceptionsHandling); // warning: [ordering/before userver-unknown-exceptions-before-auth] "'server::middlewares::builtin::kUnknownExceptionsHandling' (unknown-exceptions) stands inside 'server::middlewares::builtin::kAuth' (auth) on route '{app::Builder}' (server::middlewares::builtin::kAuth [auth] > server::middlewares::builtin::kUnknownExceptionsHandling [unknown-exceptions] > server::middlewares::builtin::kExceptionsHandling [exceptions] > (not seen: what the static config adds)?? > (handlers))"
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    own.emplace_back(server::middlewares::builtin::kExceptionsHandling);
    return server::middlewares::MiddlewaresList(std::move(own));
  }
};
}  // namespace app
