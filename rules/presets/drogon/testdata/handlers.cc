// registerHandler() has its constraints in a list: drogonframework/drogon#1268, examples/login_session/main.cc
// --- main.cc
#include <drogon/drogon.h>

namespace drogon {
class LoginFilter : public drogon::HttpFilter<LoginFilter> {
 public:
  void doFilter(const drogon::HttpRequestPtr& req, drogon::FilterCallback&& fcb, drogon::FilterChainCallback&& fccb) override {
    if (req->peerAddr().isIntranetIp()) {
      fccb();
      return;
    }
    fcb(drogon::HttpResponse::newNotFoundResponse());
  }
};
}  // namespace drogon

void signUp(const drogon::HttpRequestPtr& req, std::function<void(const drogon::HttpResponsePtr&)>&& callback);
constexpr const char* kLogin = "drogon::LoginFilter";

int main(int argc, char** argv) {
  for (auto& c : configs()) {
    drogon::app().registerHandler(c.path, [](drogon::HttpRequestPtr req) { return 1; }, {drogon::HttpMethod::Post, "drogon::LoginFilter"});  // chain: [POST {/c.path}] "drogon::LoginFilter [auth] > (anonymous)"
  }
  drogon::app()
      .setLogPath("./")
      .registerHandler("/signup?name={name}", &signUp, {drogon::Post, kLogin})  // chain: [POST /signup] "drogon::LoginFilter [auth] > signUp"
      .setThreadNum(50)
      .registerHandler("/open", [](const drogon::HttpRequestPtr& req, std::function<void(const drogon::HttpResponsePtr&)>&& callback) {});  // chain: [/open] "(anonymous)"
  drogon::app().addListener("127.0.0.1", 7895).run();
}
