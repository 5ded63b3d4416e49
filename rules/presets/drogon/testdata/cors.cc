// A guard outside of CORS refuses the preflight: drogonframework/drogon#2193, drogonframework/drogon#2014
// --- filters.h
#pragma once
#include <drogon/HttpFilter.h>
#include <drogon/HttpMiddleware.h>
class AuthFilter : public drogon::HttpFilter<AuthFilter, false> {};
class CorsMiddleware : public drogon::HttpMiddleware<CorsMiddleware> {};
// --- main.cc
#include <drogon/drogon.h>
#include "filters.h"
using namespace drogon;
void usernameCheck(const HttpRequestPtr& req, std::function<void(const HttpResponsePtr&)>&& callback);
int main() {
  app()
      .registerFilter(std::make_shared<AuthFilter>())
      .registerHandler("/api/auth/isUserExist?username={username}", &usernameCheck, {Get, "AuthFilter", "CorsMiddleware"})  // warning: [ordering/before drogon-cors-before-auth] "'CorsMiddleware' (cors) stands inside 'AuthFilter' (auth)"
      .registerHandler("/api/auth/signup", &usernameCheck, {Post, "CorsMiddleware", "AuthFilter"})  // chain: [POST /api/auth/signup] "CorsMiddleware [cors] > AuthFilter [auth] > usernameCheck"
      .run();
}
