// Deadline propagation goes after the handling of exceptions: core/src/server/middlewares/configuration.cpp
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
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList given) const override { // chain: [{app::Builder}] "userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-deadline-propagation-middleware [deadline] > userver-exceptions-handling-middleware [exceptions] > (not seen: what the static config adds)?? > (handlers)"
//^...
    server::middlewares::MiddlewaresList own;
    own.reserve(3);
    own.emplace_back("userver-unknown-exceptions-handling-middleware");
    own.emplace_back("userver-deadline-propagation-middleware");
    own.emplace_back("userver-exceptions-handling-middleware"); // error: [ordering/before userver-exceptions-before-deadline] "'userver-exceptions-handling-middleware' (exceptions) stands inside 'userver-deadline-propagation-middleware' (deadline) on route '{app::Builder}' (userver-unknown-exceptions-handling-middleware [unknown-exceptions] > userver-deadline-propagation-middleware [deadline] > userver-exceptions-handling-middleware [exceptions] > (not seen: what the static config adds)?? > (handlers))"
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    return own;
  }
};
}  // namespace app
