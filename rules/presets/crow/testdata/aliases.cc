// The type of the application by a name of its own, of this file and of one that it includes
// --- main.cc
#include <crow.h>
#include <crow/middlewares/cookie_parser.h>
#include <crow/middlewares/cors.h>
#include <crow/middlewares/session.h>
#include "server.h"

using Session = crow::SessionMiddleware<crow::InMemoryStore>;
using MyApp = crow::App<Session, crow::CookieParser>;  // error: [ordering/before crow-cookies-before-session] "'crow::CookieParser' (cookies) stands inside 'Session' (session) on route 'GET /given'"
typedef crow::App<crow::CORSHandler> Small;
using Same = Small;
template <class... More>
using With = crow::App<crow::UTF8, More...>;

void routes(MyApp& app) {
  CROW_ROUTE(app, "/given")([] { return ""; }); // chain: [GET /given] "Session [session] > crow::CookieParser [cookies] > (anonymous)"
//^^^^^^^^^^^^^^^^^^^^^^^^^
}

int main() {
  MyApp app;
  routes(app);
  Small small;
  CROW_ROUTE(small, "/small")([] { return ""; }); // chain: [GET /small] "crow::CORSHandler [cors] > (anonymous)"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^
  Same same{};
  CROW_ROUTE(same, "/same")([] { return ""; }); // chain: [GET /same] "crow::CORSHandler [cors] > (anonymous)"
//^^^^^^^^^^^^^^^^^^^^^^^^^
  auto made = Same();
  CROW_ROUTE(made, "/made")([] { return ""; }); // chain: [GET /made] "crow::CORSHandler [cors] > (anonymous)"
//^^^^^^^^^^^^^^^^^^^^^^^^^
  With<crow::CookieParser> with;
  CROW_ROUTE(with, "/with")([] { return ""; }); // chain: [GET /with] "With<crow::CookieParser>?? > (anonymous)"
//^^^^^^^^^^^^^^^^^^^^^^^^^
  Server server;
  CROW_ROUTE(server, "/server")([] { return ""; }); // chain: [GET /server] "crow::CookieParser [cookies] > (anonymous)"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
}
// --- server.h
#pragma once
#include <crow.h>
#include <crow/middlewares/cookie_parser.h>
using Server = crow::App<crow::CookieParser>;
