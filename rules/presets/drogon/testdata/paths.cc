// METHOD_ADD puts the class before the path, ADD_METHOD_TO does not: drogonframework/drogon lib/inc/drogon/HttpController.h (registerMethod), lib/tests/integration_test/server/api_v1_ApiTest.h
// --- api_v1_ApiTest.h
#pragma once
#include <drogon/HttpController.h>
using namespace drogon;
namespace api {
namespace v1 {
class ApiTest : public drogon::HttpController<ApiTest> {
 public:
  METHOD_LIST_BEGIN
  // use METHOD_ADD to add your custom processing function here;
  METHOD_ADD(ApiTest::rootGet, "", Get, Options, "drogon::LocalHostFilter", "drogon::IntranetIpFilter");  // chain: [GET /api/v1/ApiTest] "drogon::LocalHostFilter [network] > drogon::IntranetIpFilter [network] > ApiTest::rootGet" chain: [OPTIONS /api/v1/ApiTest] "drogon::LocalHostFilter [network] > drogon::IntranetIpFilter [network] > ApiTest::rootGet"
  METHOD_ADD(ApiTest::get, "get/{2:p2}/{1:p1}", Get);                  // chain: [GET /api/v1/ApiTest/get/{2:p2}/{1:p1}] "ApiTest::get"
  METHOD_ADD(ApiTest::your_method_name, "/{PI}/List?P2={}", Get);      // chain: [GET /api/v1/ApiTest/{PI}/List] "ApiTest::your_method_name"
#ifdef WITH_ABSOLUTE
  ADD_METHOD_TO(ApiTest::get2, "/absolute/{}", Get);                   // chain: [GET /absolute/{}] "ApiTest::get2"
#endif
  ADD_METHOD_VIA_REGEX(ApiTest::regexTest, "/reg/(.*)/(.*)", Get);  // chain: [GET /reg/(.*)/(.*)] "ApiTest::regexTest"
  METHOD_LIST_END

  void get(const HttpRequestPtr& req, std::function<void(const HttpResponsePtr&)>&& callback, int p1, std::string&& p2);
};
}  // namespace v1
}  // namespace api
