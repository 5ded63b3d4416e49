// Drogon: a filter calls one of its two callbacks on every path.
// --- filters.cc
#include <drogon/HttpFilter.h>
using namespace drogon;
void Silent::doFilter(const HttpRequestPtr& req, FilterCallback&& fcb, FilterChainCallback&& fccb) { // warning: [contract/no-answer] "'Silent::doFilter' can end without having answered or continued"
  if (req->session()->find("user")) {
    fccb();
  }
}
void Answers::doFilter(const HttpRequestPtr& req, FilterCallback&& fcb, FilterChainCallback&& fccb) {
  if (req->session()->find("user")) {
    fccb();
    return;
  }
  fcb(HttpResponse::newNotFoundResponse());
}
void Later::doFilter(const HttpRequestPtr& req, FilterCallback&& fcb, FilterChainCallback&& fccb) {
  Load(req, [fcb = std::move(fcb), fccb = std::move(fccb)](bool found) {
    if (found) {
      fccb();
    } else {
      fcb(HttpResponse::newNotFoundResponse());
    }
  });
}
enum class Verdict { kAllow, kDeny };
void Decides::doFilter(const HttpRequestPtr& req, FilterCallback&& fcb, FilterChainCallback&& fccb) {
  switch (Decide(req)) {
    case Verdict::kAllow:
      fccb();
      return;
    case Verdict::kDeny:
      fcb(HttpResponse::newNotFoundResponse());
      return;
  }
}
void Forgets::doFilter(const HttpRequestPtr& req, FilterCallback&& fcb, FilterChainCallback&& fccb) { // warning: [contract/no-answer] "'Forgets::doFilter' can end"
  switch (Decide(req)) {
    case Verdict::kAllow:
      fccb();
      return;
    default:
      break;
  }
}
void Ends::doFilter(const HttpRequestPtr& req, FilterCallback&& fcb, FilterChainCallback&& fccb) {
  if (Allowed(req)) {
    fccb();
  } else {
    FailHard("never");
  }
}
