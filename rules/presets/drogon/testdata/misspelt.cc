// A name that is not found is logged and left out: drogonframework/drogon lib/src/MiddlewaresFunction.cc (createMiddlewares), lib/tests/integration_test/server/TestController.h, MiddlewareTest.cc
// --- TimeFilter.h
#pragma once
#include <drogon/HttpFilter.h>
class TimeFilter : public drogon::HttpFilter<TimeFilter> {
 public:
  void doFilter(const drogon::HttpRequestPtr& req, drogon::FilterCallback&& fcb, drogon::FilterChainCallback&& fccb) override;
};
class Middleware1 : public drogon::HttpMiddleware<Middleware1> {};
class Middleware2 : public drogon::HttpMiddleware<Middleware2> {};
// --- TestController.h
#pragma once
#include <drogon/HttpSimpleController.h>
using namespace drogon;
namespace example {
class TestController : public drogon::HttpSimpleController<TestController> {
 public:
  void asyncHandleHttpRequest(const HttpRequestPtr& req, std::function<void(const HttpResponsePtr&)>&& callback) override;
  PATH_LIST_BEGIN
  PATH_ADD("/", Get);                     // chain: [GET /] "example::TestController"
  PATH_ADD("/Test", "nonFilter");         // chain: [/Test] "nonFilter?? > example::TestController"
  PATH_ADD("/tpost", Post, Options);      // chain: [POST /tpost] "example::TestController" chain: [OPTIONS /tpost] "example::TestController"
  PATH_ADD("/slow", "TimeFilter", Get);   // chain: [GET /slow] "TimeFilter > example::TestController"
  PATH_ADD("/slower", "TimeFiler", Get);  // error: [ordering/uncovered-route] "no class is called 'TimeFiler'" chain: [GET /slower] "example::TestController"
  PATH_ADD("/none", "timefilter", Get);   // error: [ordering/uncovered-route] "no class is called 'timefilter'"
  PATH_ADD("/four", "Middleware1", "Middleware4", Get);  // chain: [GET /four] "Middleware1 > Middleware4?? > example::TestController"
  PATH_LIST_END
};
}  // namespace example
