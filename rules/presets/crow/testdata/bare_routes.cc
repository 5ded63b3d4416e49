// Web sockets and catch-all routes have no local middlewares: CrowCpp/Crow include/crow/routing.h (WebSocketRule, CatchallRule)
// --- main.cc
#include <crow.h>
#include <crow/middlewares/cookie_parser.h>

struct Admin : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};

int main() {
  crow::App<crow::CookieParser, Admin> app;
  CROW_WEBSOCKET_ROUTE(app, "/ws")  // chain: [GET /ws] "crow::CookieParser [cookies] > (anonymous)"
      .onopen([&](crow::websocket::connection& conn) {})
      .onmessage([&](crow::websocket::connection& conn, const std::string& data, bool is_binary) {});
  crow::Blueprint admin("admin");
  admin.CROW_MIDDLEWARES(app, Admin);
  CROW_BP_ROUTE(admin, "/x")([] { return ""; });  // chain: [GET /admin/x] "crow::CookieParser [cookies] > Admin > (anonymous)"
  CROW_BP_CATCHALL_ROUTE(admin)([] { return "there is nothing here"; });  // chain: [/admin] "crow::CookieParser [cookies] > (anonymous)"
  app.register_blueprint(admin);
  CROW_CATCHALL_ROUTE(app)([] { return "wrong route"; });  // chain: [/] "crow::CookieParser [cookies] > (anonymous)"
  app.run();
}
