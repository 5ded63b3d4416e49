// The application is a member of a class, its type has a name of its own: as in LunarWatcher/jade src/jade/core/Server.hpp
# --- krepis.toml
version = 1
[ordering.stages.session]
match = ["MSessionMiddleware"]
[ordering.stages.auth]
match = ["NeedsAuthed"]
[[ordering.rules]]
id = "session-before-auth"
before = ["session", "auth"]
[[ordering.rules]]
id = "books-are-guarded"
required = ["auth"]
routes = ["/books/**"]
// --- walls.h
#pragma once
#include <crow.h>
namespace jade {
struct MSessionMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};
struct NeedsAuthed : crow::ILocalMiddleware {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};
}  // namespace jade
// --- types.h
#pragma once
#include <crow.h>
#include <crow/middlewares/cookie_parser.h>
#include "walls.h"
namespace jade {
using CrowServer = crow::Crow<crow::CookieParser, MSessionMiddleware, NeedsAuthed>;
}
// --- server.h
#pragma once
#include <crow.h>
#include "types.h"
namespace jade {
class Server {
 public:
  void init();
  CrowServer app;
};
}  // namespace jade
// --- server.cc
#include "server.h"
namespace jade {
void Server::init() {
  CROW_ROUTE(app, "/status")([] { return "up"; });  // chain: [GET /status] "crow::CookieParser [cookies] > MSessionMiddleware [session] > (anonymous)"
}
}  // namespace jade
// --- books.cc
#include "server.h"
namespace jade {
void getBooks(const crow::request& req, crow::response& res);
void initBooks(Server* server) {
  CROW_ROUTE(server->app, "/books").CROW_MIDDLEWARES((server->app), NeedsAuthed)(getBooks);  // chain: [GET /books] "crow::CookieParser [cookies] > MSessionMiddleware [session] > NeedsAuthed [auth] > getBooks"
  CROW_ROUTE(server->app, "/books/<int>/reader.html")(getBooks);  // error: [ordering/required books-are-guarded] "route 'GET /books/<int>/reader.html' has no 'auth'"
}
}  // namespace jade
