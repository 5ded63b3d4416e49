// What stands under a condition may be there
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
  server::middlewares::MiddlewaresList BuildPipeline(server::middlewares::MiddlewaresList given) const override { // chain: [{app::Builder}] "userver-unknown-exceptions-handling-middleware [unknown-exceptions] > Audit? > name?? > userver-auth-middleware [auth] > (not seen: what the static config adds)?? > (handlers)"
//^...
    server::middlewares::MiddlewaresList own{"userver-unknown-exceptions-handling-middleware"};
    if (audited_) own.push_back(std::string{Audit::kName});
    for (const auto& name : more_) own.push_back(name);
    own.push_back("userver-auth-middleware");
    return own;
  }
};
}  // namespace app
