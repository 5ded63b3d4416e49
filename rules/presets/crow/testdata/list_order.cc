// The order of the list decides, across blueprints and routes: CrowCpp/Crow include/crow/routing.h (middleware_indices::pack, validate_bp); run with Crow itself, requests were seen to pass so
// --- main.cc
#include <crow.h>

struct Log {
  struct context {};
  void before_handle(crow::request&, crow::response&, context&);
  void after_handle(crow::request&, crow::response&, context&);
};
struct Guard {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context&);
  void after_handle(crow::request&, crow::response&, context&);
};
struct First : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request&, crow::response&, context&);
  void after_handle(crow::request&, crow::response&, context&);
};
struct Second : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request&, crow::response&, context&);
  void after_handle(crow::request&, crow::response&, context&);
};
struct Third : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request&, crow::response&, context&);
  void after_handle(crow::request&, crow::response&, context&);
};

int main() {
  crow::App<First, Log, Guard, Second, Third> app;
  CROW_ROUTE(app, "/none")([] { return "x"; });  // chain: [GET /none] "Log > Guard [auth] > (anonymous)"
  CROW_ROUTE(app, "/both").CROW_MIDDLEWARES(app, Second, First).CROW_MIDDLEWARES(app, Second)([] { return "x"; });  // chain: [GET /both] "Log > Guard [auth] > First > Second > (anonymous)"
  crow::Blueprint bp1("a");
  bp1.CROW_MIDDLEWARES(app, Third);
  crow::Blueprint bp2("b");
  bp2.CROW_MIDDLEWARES(app, First);
  CROW_BP_ROUTE(bp2, "/").CROW_MIDDLEWARES(app, Second)([] { return ""; });  // chain: [GET /a/b] "Log > Guard [auth] > First > Second > Third > (anonymous)"
  CROW_BP_ROUTE(bp1, "/own")([] { return ""; });  // chain: [GET /a/own] "Log > Guard [auth] > Third > (anonymous)"
  CROW_BP_CATCHALL_ROUTE(bp1)([] { return ""; });  // chain: [/a] "Log > Guard [auth] > (anonymous)"
  bp1.register_blueprint(bp2);
  app.register_blueprint(bp1);
  CROW_CATCHALL_ROUTE(app)([] { return ""; });  // chain: [/] "Log > Guard [auth] > (anonymous)"
  app.run();
}
