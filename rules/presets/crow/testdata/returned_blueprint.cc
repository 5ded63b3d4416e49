// A function makes the blueprint and is given the application: CrowCpp/Crow#391
# --- krepis.toml
version = 1
[ordering.stages.authorisation]
match = ["AuthorisationMiddleware"]
[[ordering.rules]]
id = "api-is-authorised"
required = ["authorisation"]
routes = ["/api/**"]
// --- main.cc
#include <crow.h>
#include <crow/middlewares/cors.h>

struct AuthorisationMiddleware : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};

crow::Blueprint initApi(crow::App<crow::CORSHandler, AuthorisationMiddleware>& app) {
  crow::Blueprint api("api");
  CROW_BP_ROUTE(api, "/users/<string>")  // chain: [DELETE /api/users/<string>] "crow::CORSHandler [cors] > AuthorisationMiddleware [authorisation] > (anonymous)"
      .methods(crow::HTTPMethod::Delete)
      .CROW_MIDDLEWARES(app, AuthorisationMiddleware)([&](const crow::request& req, crow::response& res, std::string username) { res.end(); });
  CROW_BP_ROUTE(api, "/users")([] { return ""; });  // error: [ordering/required api-is-authorised] "route 'GET /api/users' has no 'authorisation' in its chain"
  return api;
}

int main() {
  crow::App<crow::CORSHandler, AuthorisationMiddleware> app;
  crow::Blueprint api = initApi(app);
  app.register_blueprint(api);
  app.run();
}
