// A guard is named path by path, so one is forgotten easily: maikeulb/orgChartApi controllers/DepartmentsController.h
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "writes-need-a-login"
required = ["auth"]
routes = ["POST /departments", "PUT /departments/*", "DELETE /departments/*"]
// --- filters/LoginFilter.h
#pragma once
#include <drogon/HttpFilter.h>
using namespace drogon;
class LoginFilter : public HttpFilter<LoginFilter> {
 public:
  virtual void doFilter(const HttpRequestPtr& req, FilterCallback&& fcb, FilterChainCallback&& fccb) override;
};
// --- controllers/DepartmentsController.h
#pragma once
#include <drogon/HttpController.h>
using namespace drogon;
class DepartmentsController : public drogon::HttpController<DepartmentsController> {
 public:
  METHOD_LIST_BEGIN
  ADD_METHOD_TO(DepartmentsController::get, "/departments", Get);
  ADD_METHOD_TO(DepartmentsController::createOne, "/departments", Post, "LoginFilter");
  ADD_METHOD_TO(DepartmentsController::updateOne, "/departments/{1}", Put);  // error: [ordering/required writes-need-a-login] "route 'PUT /departments/{1}' has no 'auth' in its chain"
  ADD_METHOD_TO(DepartmentsController::deleteOne, "/departments/{1}", Delete, "LoginFilter");
  METHOD_LIST_END
};
