#include "analyzer/facts/contract.h"

#include <doctest/doctest.h>

#include "analyzer/facts/extract.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

ContractPresets Presets() {
  ContractPresets presets;
  for (const char* framework : {"express", "koa", "hono", "krepis"}) {
    const std::string path = std::string(KREPIS_RULES "/presets/") + framework + "/contract.toml";
    for (const Error& error : presets.Add(ReadTestFile(path), path))
      FAIL_CHECK(error.path, ":", error.line, ": ", error.message);
  }
  return presets;
}

/// One line per breach that needs no other file: `first-line>line text in function`.
std::string Breaches(Language language, std::string_view source) {
  static const ContractPresets presets = Presets();
  const TestSource parsed(language, source);
  ExtractOptions options;
  options.contracts = &presets;
  std::string text;
  for (const ContractFact& fact : ExtractFacts(parsed.ast(), source, nullptr, options).contracts) {
    CHECK(fact.rule == "contract/next-twice");
    if (fact.assumed) continue;
    text += std::to_string(fact.first.begin.line) + ">" + std::to_string(fact.location.begin.line) +
            " " + fact.text;
    if (!fact.function.empty()) text += " in " + fact.function;
    text += "\n";
  }
  return text;
}

std::string Express(std::string_view body) {
  return Breaches(Language::kTypeScript,
                  "import express from 'express';\n"
                  "app.use((req, res, next) => {\n" +
                      std::string(body) + "\n});");
}

std::string Koa(std::string_view body) {
  return Breaches(Language::kTypeScript,
                  "import Koa from 'koa';\n"
                  "app.use(async (ctx, next) => {\n" +
                      std::string(body) + "\n});");
}

}  // namespace

TEST_CASE("one path, two calls") {
  CHECK(Express("next();\nnext();") == "3>4 next()\n");
  CHECK(Express("if (x) { next(); }\nnext();") == "3>4 next()\n");
  CHECK(Express("if (x) { next(err); }\nnext();") == "3>4 next()\n");
  CHECK(Express("if (x) next(); else log();\nreturn next();") == "3>4 next()\n");
  CHECK(Express("next(), next();") == "3>3 next()\n");
  CHECK(Express("x && next();\nnext();") == "3>4 next()\n");
  CHECK(Express("const go = x ? next() : 1;\nnext();") == "3>4 next()\n");
  CHECK(Express("try { next(); } finally { next(); }") == "3>3 next()\n");
  CHECK(Express("next();\ntry { f(); } catch (e) { next(e); }") == "3>4 next(e)\n");
  CHECK(Express("next();\nnext();\nnext();") == "3>4 next()\n4>5 next()\n");
}

TEST_CASE("paths that exclude each other") {
  CHECK(Express("if (x) return next();\nnext();") == "");
  CHECK(Express("if (x) { next(); } else { next(err); }") == "");
  CHECK(Express("if (x) { next(); return; }\nnext();") == "");
  CHECK(Express("if (a) return next();\nelse if (b) return next(err);\nelse throw e;\nnext();") ==
        "");
  CHECK(Express("return x ? next() : next(err);") == "");
  CHECK(Express("if (x) { next(); throw e; }\nnext();") == "");
  CHECK(Express("if (!x) { next(err); }\nif (x) { next(); }") == "");
  CHECK(Express("if (a === b) next();\nif (a !== b) next(err);") == "");
  CHECK(Express("let done = false;\nif (x) { done = true; next(); }\nif (!done) next();") == "");
  CHECK(Express("return x ? void next() : y && next();") == "");
}

TEST_CASE("try: what is thrown behind next() comes back in Koa, not in Express") {
  CHECK(Express("try { await f(); next(); } catch (e) { next(e); }") == "");
  CHECK(Express("try { f(); return next(); } catch (e) { return next(e); }") == "");
  CHECK(Express("try { next(); throw e; } catch (e) { next(e); }") == "3>3 next(e)\n");
  CHECK(Express("try { if (x) return next(); } finally { f(); }\nnext();") == "");
  CHECK(Express("try { f(); } catch (e) { return next(e); }\nnext();") == "");
  CHECK(Express("try { f(); } catch (e) { next(e); }\nnext();") == "3>4 next()\n");
  CHECK(Koa("try { await next(); } catch (e) { await next(); }") == "3>3 next()\n");
  CHECK(Koa("try { await next(); } catch (e) { ctx.status = 500; }") == "");
  CHECK(Koa("if (a) return next();\nelse await next();") == "");
  CHECK(Koa("try { await f(); } catch (e) { await next(); }\nawait next();") == "3>4 next()\n");
}

TEST_CASE("loops and switches") {
  CHECK(Express("for (const x of xs) { next(); }") == "3>3 next()\n");
  CHECK(Express("for (const x of xs) { if (x) return next(); }\nnext();") == "");
  CHECK(Express("for (const x of xs) { if (x) { next(); break; } }") == "");
  CHECK(Express("for (const x of xs) { if (x) { next(); break; } }\nnext();") == "3>4 next()\n");
  CHECK(Express("while (f()) { next(); continue; }") == "3>3 next()\n");
  CHECK(Express("do { next(); } while (f());") == "3>3 next()\n");
  CHECK(Express("do { next(); break; } while (f());") == "");
  CHECK(Express("for (;;) { next(); }") == "3>3 next()\n");
  CHECK(Express("let sent = false;\n"
                "for (const x of xs) { if (!sent) { sent = true; next(); } }") == "");
  CHECK(Express("switch (x) {\ncase 1: next();\ncase 2: next(); break;\ndefault: next(); }") ==
        "4>5 next()\n");
  CHECK(Express("switch (x) { case 1: next(); break; default: next(); }") == "");
  CHECK(Express("switch (x) { case 1: next(); break; }\nnext();") == "3>4 next()\n");
  CHECK(Express("switch (x) { case 1: return next(); }\nnext();") == "");
  CHECK(Express("outer: for (;;) { for (;;) { next(); break outer; } }") == "");
}

TEST_CASE("functions inside: each path of its own, never against the outside") {
  CHECK(Express("db.get((err, x) => {\nif (err) next(err);\nnext();\n});") == "4>5 next()\n");
  CHECK(Express("db.get((err, x) => {\nif (err) return next(err);\nnext();\n});") == "");
  CHECK(Express("db.get(() => next());\nnext();") == "");
  CHECK(Express("req.on('error', next);\nnext();") == "");
  CHECK(Express("f().then(() => next()).catch(next);") == "");
  CHECK(Express("setTimeout(next, 1);\nnext();") == "");
  CHECK(Express("function f(next) { next(); next(); }") == "");
  CHECK(Express("{ const next = f; next(); next(); }") == "");
}

TEST_CASE("only behaviours of a framework that the file uses are judged") {
  const auto file = [](std::string_view source) { return Breaches(Language::kTypeScript, source); };
  CHECK(file("app.use((req, res, next) => { next(); next(); });") == "");
  CHECK(file("import 'koa';\napp.use((req, res, next) => { next(); next(); });") == "");
  CHECK(file("import 'express';\nrun((a, next) => { next(); next(); });") == "");
  CHECK(file("import 'express';\nrun((a, b, again) => { again(); again(); });") == "");
  CHECK(file("import type { NextFunction } from 'express';\n"
             "export class Auth { use(a, b, go: NextFunction) { go();\ngo(); } }") ==
        "2>3 go() in Auth.use\n");
  CHECK(file("const express = require('express');\n"
             "function late(err, req, res, next) { next(err);\nnext(err); }") ==
        "2>3 next(err) in late\n");
  CHECK(file("import { Hono } from 'hono';\n"
             "app.use('*', async (c, next) => { try { await next(); } catch { await next(); } "
             "});") == "");
  CHECK(file("import { createMiddleware } from 'hono/factory';\n"
             "const m = createMiddleware(async (c, next) => { await next(); await next(); });") ==
        "2>2 next()\n");
}

TEST_CASE("without the import, the names of parameters say what a function may be of") {
  const ContractPresets presets = Presets();
  const auto frameworks = [&](std::string_view source) {
    const TestSource parsed(Language::kJavaScript, source);
    ExtractOptions options;
    options.contracts = &presets;
    std::string text;
    for (const auto& fact : ExtractFacts(parsed.ast(), source, nullptr, options).contracts)
      text += fact.framework + (fact.assumed ? "? " : " ");
    return text;
  };
  CHECK(frameworks("module.exports = (req, res, next) => { next(); next(); };") == "express? ");
  CHECK(frameworks("module.exports = (err, req, res,\n  next\n) => { next(err); next(); };") ==
        "express? ");
  CHECK(frameworks("module.exports = (a, b, next) => { next(); next(); };") == "");
  CHECK(frameworks("module.exports = (store, next) => { next(); next(); };") == "");
  CHECK(frameworks("module.exports = async (ctx, next) => { await next(); await next(); };") ==
        "koa? hono? ");
  CHECK(frameworks("import Koa from 'koa'; export const f = async (x, next) => { await next(); "
                   "await next(); };") == "koa ");
  CHECK(frameworks("import Koa from 'koa'; export const f = async (ctx, next) => { await next(); "
                   "await next(); };") == "koa ");
  CHECK(frameworks("import express from 'express'; export const f = async (ctx, next) => { "
                   "await next(); await next(); };") == "koa? hono? ");
}

TEST_CASE("behaviours of the runtime, unless their class replays") {
  const auto file = [](std::string_view code) {
    return Breaches(Language::kCpp,
                    "#include \"krepis/pipeline_behavior.h\"\n" + std::string(code));
  };
  const std::string twice =
      "Outcome Handle(PipelineContext& context, NextPipe next) override {\n"
      "  next(context);\n  return next(context);\n}";
  CHECK(file("class Log : public PipelineBehavior {\n" + twice + "};") ==
        "4>5 next(context) in Log::Handle\n");
  CHECK(file("class Log : public PipelineBehavior {\n"
             "BehaviorTraits traits() const override { return {.name = \"log\"}; }\n" +
             twice + "};") == "5>6 next(context) in Log::Handle\n");
  CHECK(file("class Retry : public PipelineBehavior {\n"
             "BehaviorTraits traits() const override { return {.replays = true}; }\n" +
             twice + "};") == "");
  CHECK(file("class Retry : public PipelineBehavior {\n"
             "BehaviorTraits traits() const override { BehaviorTraits t; t.replays = true; "
             "return t; }\n" +
             twice + "};") == "");
  const std::string out_of_line =
      "Outcome Log::Handle(PipelineContext& c, const krepis::NextPipe next) {\n"
      "  for (int i = 0; i < 3; ++i) {\n    next(c);\n  }\n  return {};\n}";
  CHECK(file(out_of_line) == "");  // nobody knows what its class says
  CHECK(file("BehaviorTraits Log::traits() const { return {.name = \"log\"}; }\n" + out_of_line) ==
        "5>5 next(c) in Log::Handle\n");
  CHECK(file("BehaviorTraits Log::traits() const { return {.replays = true}; }\n" + out_of_line) ==
        "");
  CHECK(file("class A {\nOutcome Handle(Context& c, NextPipe next) {\n"
             "  if (c.ok()) return next(c);\n  return next(c);\n} };") == "");
  CHECK(file("class A {\nOutcome Handle(Context& c, NextPipe next) {\n"
             "  try { return next(c); } catch (const E& e) { return next(c); }\n} };") == "");
  CHECK(file("class A { Outcome Run(Context& c, NextPipe next) { next(c); return next(c); } };") ==
        "");
  CHECK(Breaches(Language::kCpp, "class Log {\n" + twice + "};") == "");
  CHECK(file("class Log : public AsyncPipelineBehavior {\n"
             "Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {\n"
             "  co_await next(context);\n  co_return co_await next(context);\n}};") ==
        "4>5 next(context) in Log::HandleAsync\n");
}

TEST_CASE("hostile nesting and too many calls give nothing, and end") {
  std::string deep = "next();";
  for (int i = 0; i < 400; ++i) deep = "try { " + deep + " } finally { next(); }";
  CHECK(Express(deep) == "");
  std::string many;
  for (int i = 0; i < 100; ++i) many += "next();";
  CHECK(Express(many) == "");
}

TEST_CASE("errors of a contract file come at once") {
  ContractPresets presets;
  std::string text;
  for (const Error& error :
       presets.Add("version = 1\nlanguage = \"rust\"\nframework = \"x\"\nuses = [\"x\"]\n"
                   "[[shape]]\nparameters = 2\ncontinuation = 2\nnmes = [\"n\"]\n",
                   "c.toml"))
    text += std::to_string(error.line) + " " + error.message + "\n";
  CHECK(text ==
        "5 continuation counts from 0 and must be less than parameters\n"
        "5 give the continuation's names or types\n"
        "8 unknown key 'nmes'; did you mean \"names\"?\n");
  CHECK(presets.presets().empty());
}

}  // namespace krepis::analyzer
