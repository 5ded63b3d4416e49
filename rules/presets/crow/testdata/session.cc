// "Always list the CookieParser before the Session": https://crowcpp.org/master/guides/included-middleware/#sessions
// --- good.cc
#include <crow.h>
#include <crow/middlewares/session.h>

void good() {
  using Session = crow::SessionMiddleware<crow::FileStore>;
  crow::App<crow::CookieParser, Session> app{Session{crow::FileStore{"/tmp/sessiondata"}}};
  CROW_ROUTE(app, "/good")([] { return "x"; });  // chain: [GET /good] "crow::CookieParser [cookies] > Session [session] > (anonymous)"
}
// --- bad.cc
#include <crow.h>
#include <crow/middlewares/session.h>

void bad() {
  using Session = crow::SessionMiddleware<crow::InMemoryStore>;
  crow::App<Session, crow::CookieParser> app;  // error: [ordering/before crow-cookies-before-session] "'crow::CookieParser' (cookies) stands inside 'Session' (session)"
  CROW_ROUTE(app, "/bad")([] { return "x"; });
}
// --- named.cc
#include <crow.h>
#include <crow/middlewares/session.h>
using namespace crow;

void named() {
  crow::App<SessionMiddleware<InMemoryStore>, CookieParser> app;  // error: [ordering/before crow-cookies-before-session] "on route 'GET /named'"
  CROW_ROUTE(app, "/named")([] { return "x"; });
}
