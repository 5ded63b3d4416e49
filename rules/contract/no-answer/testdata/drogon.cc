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
// --- login.h
#pragma once
#include <drogon/HttpFilter.h>
class Login : public drogon::HttpFilter<Login> {
 public:
  void doFilter(const drogon::HttpRequestPtr& req, drogon::FilterCallback&& fcb, drogon::FilterChainCallback&& fccb) override;
};
class Apart {
 public:
  void doFilter(const drogon::HttpRequestPtr& req, drogon::FilterCallback&& fcb, drogon::FilterChainCallback&& fccb);
};
// --- login.cc
#include "login.h"
void Login::doFilter(const drogon::HttpRequestPtr& req, drogon::FilterCallback&& fcb, drogon::FilterChainCallback&& fccb) { // warning: [contract/no-answer] "'Login::doFilter' can end"
  if (req->session()->find("user")) fccb();
}
void Apart::doFilter(const drogon::HttpRequestPtr& req, drogon::FilterCallback&& fcb, drogon::FilterChainCallback&& fccb) {
  if (req->session()->find("user")) fccb();
}
