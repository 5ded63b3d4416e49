// When a guard ends the response, only what is listed before it still runs: https://crowcpp.org/master/guides/middleware/
// --- guard.h
#pragma once
#include <crow.h>

struct JwtAuthMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};
// --- bad.cc
#include <crow.h>
#include <crow/middlewares/cors.h>
#include "guard.h"

void bad() {
  crow::App<JwtAuthMiddleware, crow::CORSHandler> app;  // warning: [ordering/before crow-cors-before-auth] "'crow::CORSHandler' (cors) stands inside 'JwtAuthMiddleware' (auth)"
  CROW_ROUTE(app, "/bad")([] { return "x"; });
}
// --- good.cc
#include <crow.h>
#include <crow/middlewares/cors.h>
#include "guard.h"

void good() {
  crow::App<crow::CORSHandler, JwtAuthMiddleware> app;
  auto& cors = app.get_middleware<crow::CORSHandler>();
  cors.global().headers("X-Custom-Header").methods("POST"_method, "GET"_method);
  CROW_ROUTE(app, "/good")([] { return "x"; });  // chain: [GET /good] "crow::CORSHandler [cors] > JwtAuthMiddleware [auth] > (anonymous)"
}
