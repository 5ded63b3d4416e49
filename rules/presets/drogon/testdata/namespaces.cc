// The name has to be the whole one, namespaces included, or the filter is left out: drogonframework/drogon#907
// --- LoginFilter.h
#pragma once
#include <drogon/HttpFilter.h>
namespace api {
class LoginFilter : public drogon::HttpFilter<LoginFilter> {
 public:
  void doFilter(const drogon::HttpRequestPtr& req, drogon::FilterCallback&& fcb, drogon::FilterChainCallback&& fccb) override;
};
}  // namespace api
// --- Orders.h
#pragma once
#include <drogon/HttpController.h>
namespace api {
class Orders : public drogon::HttpController<Orders> {
 public:
  METHOD_LIST_BEGIN
  METHOD_ADD(Orders::list, "", drogon::Get, "LoginFilter");            // error: [ordering/uncovered-route] "no class is called 'LoginFilter': route 'GET /api/Orders' goes without it" chain: [GET /api/Orders] "Orders::list"
  METHOD_ADD(Orders::create, "/", drogon::Post, "api::LoginFilter");   // chain: [POST /api/Orders] "api::LoginFilter [auth] > Orders::create"
  METHOD_LIST_END
  void list(const drogon::HttpRequestPtr& req, std::function<void(const drogon::HttpResponsePtr&)>&& callback);
  void create(const drogon::HttpRequestPtr& req, std::function<void(const drogon::HttpResponsePtr&)>&& callback);
};
}  // namespace api
