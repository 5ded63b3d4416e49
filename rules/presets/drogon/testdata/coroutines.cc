// Coroutine filters and middlewares are named as the others: drogonframework/drogon#2240, lib/tests/integration_test/server/CoroFilter.h
// --- filters.h
#pragma once
#include <drogon/HttpFilter.h>
#include <drogon/HttpMiddleware.h>
using namespace drogon;
class CoroFilter : public HttpCoroFilter<CoroFilter> {
 public:
  Task<HttpResponsePtr> doFilter(const HttpRequestPtr& req) override;
};
class TimedFilter : public CoroFilter {};
class MiddlewareCoro : public drogon::HttpCoroMiddleware<MiddlewareCoro> {};
// --- api_v1_CoroTest.h
#pragma once
#include <drogon/HttpController.h>
using namespace drogon;
class CoroTest : public drogon::HttpController<CoroTest> {
 public:
  METHOD_LIST_BEGIN
  ADD_METHOD_TO(CoroTest::delay, "/delay?secs={}", Get, "CoroFilter", "MiddlewareCoro");  // chain: [GET /delay] "CoroFilter > MiddlewareCoro > CoroTest::delay"
  ADD_METHOD_TO(CoroTest::wait, "/wait", Get, "Corofilter");  // error: [ordering/uncovered-route] "no class is called 'Corofilter'"
  METHOD_LIST_END
  Task<> delay(HttpRequestPtr req, std::function<void(const HttpResponsePtr&)> callback);
};
