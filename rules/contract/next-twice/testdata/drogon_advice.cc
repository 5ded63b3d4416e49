// Drogon: an advice goes on once: lib/inc/drogon/HttpAppFramework.h
// --- advices.cc
#include <drogon/drogon.h>
using namespace drogon;
int main() {
  app().registerPostRoutingAdvice([](const HttpRequestPtr& req, AdviceCallback&& acb, AdviceChainCallback&& accb) {
    if (req->path() == "/old") accb();
    accb(); // error: [contract/next-twice] "a second time"
  });
}
