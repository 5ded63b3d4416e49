// Middlewares run in the order in which the application lists them: https://crowcpp.org/master/guides/middleware/
// --- main.cc
#include <crow.h>

struct Timing {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};
struct AdminAreaGuard {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx) {
    if (req.remote_ip_address != "10.0.0.1") {
      res.code = 403;
      res.end();
    }
  }
  void after_handle(crow::request& req, crow::response& res, context& ctx) {}
};

std::string list();

int main() {
  crow::App<Timing, AdminAreaGuard> app;
  CROW_ROUTE(app, "/")  // chain: [GET /] "Timing > AdminAreaGuard [auth] > (anonymous)"
  ([]() { return "Hello world"; });
  CROW_ROUTE(app, "/users/<int>")(list);  // chain: [GET /users/<int>] "Timing > AdminAreaGuard [auth] > list"
  app.port(18080).multithreaded().run();
}
// --- plain.cc
#include <crow.h>

void serve() {
  crow::SimpleApp app;
  CROW_ROUTE(app, "/plain")([] { return "x"; });  // chain: [GET /plain] "(anonymous)"
}
