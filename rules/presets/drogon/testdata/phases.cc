// Advices run at their join points, whatever the order of the text: drogonframework/drogon lib/inc/drogon/HttpAppFramework.h (registerSyncAdvice), drogonframework/drogon#1903
// --- LoginFilter.h
#pragma once
#include <drogon/HttpFilter.h>
class LoginFilter : public drogon::HttpFilter<LoginFilter> {};
// --- main.cc
#include <drogon/drogon.h>
using namespace drogon;

void realIp(const HttpRequestPtr& req, AdviceCallback&& callback, AdviceChainCallback&& chain);
void trace(const HttpRequestPtr& req, AdviceCallback&& callback, AdviceChainCallback&& chain);
void count(const HttpRequestPtr& req, AdviceCallback&& callback, AdviceChainCallback&& chain);
HttpResponsePtr early(const HttpRequestPtr& req);
void addHeaders(const HttpRequestPtr& req, const HttpResponsePtr& resp);

int main() {
  app()
      .registerHandler("/x", [](const HttpRequestPtr& req) {}, {Get, "LoginFilter"})  // chain: [GET /x] "early > count > trace > LoginFilter [auth] > realIp > (anonymous)"
      .registerPreHandlingAdvice(realIp)
      .registerPostRoutingAdvice(trace)
      .registerPostHandlingAdvice(addHeaders)
      .registerPreRoutingAdvice(count)
      .registerSyncAdvice(&early)
      .run();
}
