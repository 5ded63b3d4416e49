// CORS in an advice before routing covers what filters refuse: drogonframework/drogon examples/cors/main.cc
// --- filters.h
#pragma once
#include <drogon/HttpFilter.h>
class JwtFilter : public drogon::HttpFilter<JwtFilter> {};
// --- main.cc
#include <drogon/drogon.h>
using namespace drogon;
struct HandleCors {
  HttpResponsePtr operator()(const HttpRequestPtr& req) const;
};
void setupCors() {
  app().registerSyncAdvice(HandleCors());
}
int main() {
  setupCors();
  app().registerHandler("/echo", [](const HttpRequestPtr& req) {}, {Post, Options, "JwtFilter"});  // chain: [POST /echo] "HandleCors() [cors] > JwtFilter [auth] > (anonymous)" chain: [OPTIONS /echo] "HandleCors() [cors] > JwtFilter [auth] > (anonymous)"
  app().run();
}
