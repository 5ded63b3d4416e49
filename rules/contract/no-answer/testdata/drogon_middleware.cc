// Drogon: an advice and a middleware call one of their two callbacks on every path, as a filter does.
// --- advices.cc
#include <drogon/HttpMiddleware.h>
#include <drogon/drogon.h>
using namespace drogon;
class Silent : public HttpMiddleware<Silent> {
 public:
  void invoke(const HttpRequestPtr& req, MiddlewareNextCallback&& nextCb, MiddlewareCallback&& mcb) override { // warning: [contract/no-answer] "'Silent::invoke' can end without having answered or continued"
    if (req->path() == "/some/path") {
      mcb(HttpResponse::newNotFoundResponse(req));
    }
  }
};
class Documented : public HttpMiddleware<Documented> {
 public:
  void invoke(const HttpRequestPtr& req, MiddlewareNextCallback&& nextCb, MiddlewareCallback&& mcb) override {
    if (req->path() == "/some/path") {
      mcb(HttpResponse::newNotFoundResponse(req));
      return;
    }
    nextCb([mcb = std::move(mcb)](const HttpResponsePtr& resp) { mcb(resp); });
  }
};
int main() {
  app().registerPreRoutingAdvice([](const HttpRequestPtr& req, AdviceCallback&& acb, AdviceChainCallback&& accb) { // warning: [contract/no-answer] "can end without having answered or continued"
    if (req->path() == "/old") acb(HttpResponse::newNotFoundResponse(req));
  });
  app().registerPreRoutingAdvice([](const HttpRequestPtr& req, AdviceCallback&& acb, AdviceChainCallback&& accb) {
    if (req->path() == "/old") {
      acb(HttpResponse::newNotFoundResponse(req));
      return;
    }
    accb();
  });
  app().run();
}
