// A route is a variable, methods and handler come later: CrowCpp/Crow#837
// --- main.cc
#include <crow.h>
#include <crow/middlewares/cors.h>

struct LocalMiddleware : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context&) {}
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};

class Server {
 public:
  void setup() {
    auto hnd = [this](const crow::request& req) { return work(req); };
    auto& rule = CROW_ROUTE(app, "/local");  // chain: [POST /local] "crow::CORSHandler [cors] > LocalMiddleware > hnd"
    rule.CROW_MIDDLEWARES(app, LocalMiddleware)(hnd);
    rule.methods("POST"_method)(hnd);
  }

 private:
  std::string work(const crow::request& req);
  crow::App<crow::CORSHandler, LocalMiddleware> app;
};
