// Routes are registered by functions that are given the application: yoscarmjp/PDFast-API main.cpp, Adriell8000B/MovieFlix-API-CPP include/middlewares.hpp
// --- routes.h
#pragma once
#include <crow.h>
#include <crow/middlewares/cors.h>
void setup_routes(crow::App<crow::CORSHandler>& app);
// --- routes.cc
#include "routes.h"
std::string convert(const crow::request& req);
void setup_routes(crow::App<crow::CORSHandler>& app) {
  CROW_ROUTE(app, "/convert").methods("POST"_method)(convert);  // chain: [POST /convert] "crow::CORSHandler [cors] > convert"
}
// --- main.cc
#include "routes.h"
int main() {
  crow::App<crow::CORSHandler> app;
  setup_routes(app);
  app.run();
}
// --- movies.h
#pragma once
#include <crow.h>
#include <crow/middlewares/cors.h>
class Movies {
 public:
  explicit Movies(crow::App<crow::CORSHandler>& app) : app_(app) {}
  void setup() {
    CROW_ROUTE(app_, "/movies")([] { return ""; });  // chain: [GET /movies] "crow::CORSHandler [cors] > (anonymous)"
  }

 private:
  crow::App<crow::CORSHandler>& app_;
};
// --- generic.cc
#include <crow.h>
template <class App>
void health(App& app) {
  CROW_ROUTE(app, "/health")([] { return "up"; });  // chain: [GET /health] "(anonymous)"
}
void start() {
  crow::SimpleApp app;
  health(app);
}
