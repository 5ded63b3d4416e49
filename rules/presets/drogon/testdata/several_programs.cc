// Each program has an application of its own; whose a controller's is, nothing says: drogonframework/drogon examples
// --- one/main.cc
#include <drogon/drogon.h>
using namespace drogon;
void one(const HttpRequestPtr& req, AdviceCallback&& callback, AdviceChainCallback&& chain);
int main() {
  app().registerPreRoutingAdvice(one).registerHandler("/one", [](const HttpRequestPtr& req) {}).run();  // chain: [/one] "one > (anonymous)"
}
// --- two/main.cc
#include <drogon/drogon.h>
using namespace drogon;
void two(const HttpRequestPtr& req, AdviceCallback&& callback, AdviceChainCallback&& chain);
int main() {
  app().registerPreRoutingAdvice(two);
  app().registerHandler("/two", [](const HttpRequestPtr& req) {});  // chain: [/two] "two > (anonymous)"
  app().run();
}
// --- two/Shared.h
#pragma once
#include <drogon/HttpController.h>
class Shared : public drogon::HttpController<Shared> {
 public:
  METHOD_LIST_BEGIN
  METHOD_ADD(Shared::get, "/x", drogon::Get);  // chain: [GET /Shared/x] "one? > two? > Shared::get"
  METHOD_LIST_END
};
