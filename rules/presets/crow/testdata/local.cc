// What derives from ILocalMiddleware runs where it is named, behind the others and in the application's order: CrowCpp/Crow docs/guides/middleware.md#local-middleware
// --- main.cc
#include <crow.h>

struct Log {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};
struct First : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};
struct LocalBase : public crow::ILocalMiddleware {};
struct Second : LocalBase {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};

int main() {
  crow::App<First, Log, Second> app;
  CROW_ROUTE(app, "/none")([] { return "x"; });  // chain: [GET /none] "Log > (anonymous)"
  CROW_ROUTE(app, "/one").CROW_MIDDLEWARES(app, Second)([] { return "x"; });  // chain: [GET /one] "Log > Second > (anonymous)"
  // Named the other way round, and twice: still in the order of the list, and once.
  CROW_ROUTE(app, "/both")  // chain: [GET /both] "Log > First > Second > (anonymous)"
      .CROW_MIDDLEWARES(app, Second, First)
      .CROW_MIDDLEWARES(app, Second)
      .methods("GET"_method)([] { return "x"; });
  CROW_ROUTE(app, "/typed").middlewares<decltype(app), First>()([] { return "x"; });  // chain: [GET /typed] "Log > First > (anonymous)"
  app.run();
}
