// What stands under a condition is there only sometimes: as in drogonframework/drogon lib/tests/integration_test/server/main.cc (#if, if)
// --- main.cc
#include <drogon/drogon.h>
using namespace drogon;
class LoginFilter : public HttpFilter<LoginFilter> {};
std::vector<internal::HttpConstraint> constraintsOf(const std::string& path);
void limit(const HttpRequestPtr& req, AdviceCallback&& callback, AdviceChainCallback&& chain);
int main(int argc, char** argv) {
  const std::string path = argv[0];
  const bool limited = argc > 1;
  if (limited) app().registerPreRoutingAdvice(limit);
  std::vector<internal::HttpConstraint> constraints = {Get, "LoginFilter"};
  app().registerHandler("/a", [](const HttpRequestPtr& req) {}, constraints);  // chain: [GET /a] "limit? > LoginFilter [auth] > (anonymous)"
  app().registerHandler("/c", [](const HttpRequestPtr& req) {}, constraintsOf(path));  // chain: [/c] "limit? > constraintsOf(path)?? > (anonymous)"
  app().registerHandler("/b", [](const HttpRequestPtr& req) {}, std::vector<internal::HttpConstraint>{Put, "LoginFilter"});  // chain: [PUT /b] "limit? > LoginFilter [auth] > (anonymous)"
  app().run();
}
