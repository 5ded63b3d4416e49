// Middlewares and filters of a path run in the order they are named in: https://drogonframework.github.io/drogon-docs/#/ENG/ENG-05-Middleware-and-Filter
// --- filters/LoginFilter.h
#pragma once
#include <drogon/HttpFilter.h>
class LoginFilter : public drogon::HttpFilter<LoginFilter> {
 public:
  void doFilter(const drogon::HttpRequestPtr& req, drogon::FilterCallback&& fcb, drogon::FilterChainCallback&& fccb) override;
};
// --- filters/MyMiddleware.h
#pragma once
#include <drogon/HttpMiddleware.h>
using namespace drogon;
class MyMiddleware : public HttpMiddleware<MyMiddleware> {
 public:
  MyMiddleware(){};
  void invoke(const HttpRequestPtr& req, MiddlewareNextCallback&& nextCb, MiddlewareCallback&& mcb) override {
    nextCb([mcb = std::move(mcb)](const HttpResponsePtr& resp) { mcb(resp); });
  }
};
// --- controllers/User.h
#pragma once
#include <drogon/HttpController.h>
using namespace drogon;
class User : public drogon::HttpController<User> {
 public:
  METHOD_LIST_BEGIN
  METHOD_ADD(User::getInfo, "/{1}/info?token={2}", Get, "LoginFilter", "MyMiddleware");  // chain: [GET /User/{1}/info] "LoginFilter [auth] > MyMiddleware > User::getInfo"
  METHOD_ADD(User::setInfo, "/{1}/info", Post, "MyMiddleware", "LoginFilter");           // chain: [POST /User/{1}/info] "MyMiddleware > LoginFilter [auth] > User::setInfo"
  METHOD_LIST_END
  void getInfo(const HttpRequestPtr& req, std::function<void(const HttpResponsePtr&)>&& callback, std::string userId, const std::string& token) const;
  void setInfo(const HttpRequestPtr& req, std::function<void(const HttpResponsePtr&)>&& callback, std::string userId) const;
};
