// Drogon: a filter calls one of its two callbacks, and not both.
// --- filters.cc
#include <drogon/HttpFilter.h>
using namespace drogon;
void Both::doFilter(const HttpRequestPtr& req, FilterCallback&& fcb, FilterChainCallback&& fccb) {
  if (!req->session()->find("user")) {
    fcb(HttpResponse::newNotFoundResponse());
  }
  fccb(); // error: [contract/continue-after-answer] "'Both::doFilter' answers with fcb(…) and can continue with fccb() all the same"
}
void Either::doFilter(const HttpRequestPtr& req, FilterCallback&& fcb, FilterChainCallback&& fccb) {
  if (!req->session()->find("user")) {
    fcb(HttpResponse::newNotFoundResponse());
    return;
  }
  fccb();
}
