// One application behind a function, blueprints of their own files: CrowCpp/Crow#795
// --- auth.h
#pragma once
#include <crow.h>
struct AuthMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};
// --- application.h
#pragma once
#include <crow.h>
#include <crow/middlewares/cors.h>
#include "auth.h"
crow::App<crow::CORSHandler, AuthMiddleware>& getApp();
crow::Blueprint& getBlueprint();
// --- application.cc
#include "application.h"
crow::App<crow::CORSHandler, AuthMiddleware>& getApp() {
  static crow::App<crow::CORSHandler, AuthMiddleware> app;
  return app;
}
crow::Blueprint& getBlueprint() {
  static crow::Blueprint blueprint("api");
  return blueprint;
}
// --- users.cc
#include "application.h"
void users() {
  auto& app = getApp();
  auto& blueprint = getBlueprint();
  CROW_ROUTE(app, "/users")([] { return ""; });        // chain: [GET /users] "crow::CORSHandler [cors] > AuthMiddleware [auth] > (anonymous)"
  CROW_BP_ROUTE(blueprint, "/v1")([] { return ""; });  // chain: [GET /api/v1] "crow::CORSHandler [cors] > AuthMiddleware [auth] > (anonymous)"
  CROW_ROUTE(getApp(), "/direct")([] { return ""; });  // chain: [GET /direct] "crow::CORSHandler [cors] > AuthMiddleware [auth] > (anonymous)"
}
// --- main.cc
#include "application.h"
int main() {
  getApp().register_blueprint(getBlueprint());
  getApp().run();
}
