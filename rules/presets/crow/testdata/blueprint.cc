// Nested blueprints hand their middlewares down: CrowCpp/Crow#403
// --- main.cc
#include <crow.h>

struct FirstMW : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};
struct SecondMW : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};
struct ThirdMW : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};

int main() {
  crow::App<FirstMW, SecondMW, ThirdMW> app;

  crow::Blueprint bp1("a", "c1", "c1");
  bp1.CROW_MIDDLEWARES(app, FirstMW);

  crow::Blueprint bp2("b", "c2", "c2");
  bp2.CROW_MIDDLEWARES(app, SecondMW);

  CROW_BP_ROUTE(bp2, "/")  // chain: [GET /a/b] "FirstMW > SecondMW > ThirdMW > (anonymous)"
      .CROW_MIDDLEWARES(app, ThirdMW)
      ([](const crow::request& req) { return ""; });
  CROW_BP_ROUTE(bp1, "/own")([] { return ""; });  // chain: [GET /a/own] "FirstMW > (anonymous)"

  bp1.register_blueprint(bp2);
  app.register_blueprint(bp1);
  CROW_ROUTE(app, "/root")([] { return ""; });  // chain: [GET /root] "(anonymous)"
}
// --- lost.cc
#include <crow.h>

void lost() {
  crow::Blueprint alone("alone");
  CROW_BP_ROUTE(alone, "/x")([] { return ""; });  // chain: [GET /alone/x] "(not seen: where 'alone' is mounted)?? > (anonymous)"
}
