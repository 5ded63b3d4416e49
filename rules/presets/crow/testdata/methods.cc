// Routes answer GET unless methods() says otherwise: https://crowcpp.org/master/guides/routes/#methods
// --- main.cc
#include <crow.h>

void work(const crow::request& req, crow::response& res);

int main() {
  crow::SimpleApp app;
  CROW_ROUTE(app, "/a")(work);                                               // chain: [GET /a] "work"
  CROW_ROUTE(app, "/b").methods("POST"_method, "PUT"_method)(work);          // chain: [POST /b] "work" chain: [PUT /b] "work"
  CROW_ROUTE(app, "/c").methods(crow::HTTPMethod::PATCH).name("c")(&work);   // chain: [PATCH /c] "work"
  CROW_ROUTE(app, "/d").methods(crow::HTTPMethod::Delete)                    // chain: [DELETE /d] "(anonymous)"
  ([](const crow::request& req) { return crow::response(204); });
  app.route_dynamic("/e").methods("GET"_method)(work);                       // chain: [GET /e] "work"
  app.run();
}
