// A middleware that no file of the workspace has may be local or global; one that depends on a template's argument too: CrowCpp/Crow tests/unittest.cpp (FirstMW<Local>)
# --- krepis.toml
version = 1
[ordering.stages.tracing]
match = ["vendor::Tracing"]
[[ordering.rules]]
id = "traced"
required = ["tracing"]
// --- main.cc
#include <crow.h>
#include <vendor/tracing.h>

struct empty_type {};

template <bool Local>
struct Conditional : public std::conditional<Local, crow::ILocalMiddleware, empty_type>::type {
  struct context {};
  void before_handle(crow::request& req, crow::response& res, context& ctx);
  void after_handle(crow::request& req, crow::response& res, context& ctx);
};

int main() {
  crow::App<vendor::Tracing, Conditional<true>> app;
  CROW_ROUTE(app, "/x")([] { return ""; });  // unknown: [barrier] "'traced' cannot be decided for route 'GET /x'" chain: [GET /x] "vendor::Tracing [tracing]? > Conditional? > (anonymous)"
}
