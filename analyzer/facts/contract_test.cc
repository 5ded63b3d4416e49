#include "analyzer/facts/contract.h"

#include <doctest/doctest.h>

#include "analyzer/facts/extract.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

ContractPresets Presets() {
  ContractPresets presets;
  for (const char* framework : {"express", "koa", "hono", "restify", "krepis"}) {
    const std::string path = std::string(KREPIS_RULES "/presets/") + framework + "/contract.toml";
    for (const Error& error : presets.Add(ReadTestFile(path), path))
      FAIL_CHECK(error.path, ":", error.line, ": ", error.message);
  }
  return presets;
}

std::vector<ContractFact> Facts(Language language, std::string_view source) {
  static const ContractPresets presets = Presets();
  const TestSource parsed(language, source);
  ExtractOptions options;
  options.contracts = &presets;
  return ExtractFacts(parsed.ast(), source, nullptr, options).contracts;
}

/// One line per call that may be a second one, where that needs no other file: `first-line>line
/// text in function`.
std::string Breaches(Language language, std::string_view source) {
  std::string text;
  for (const ContractFact& fact : Facts(language, source)) {
    if (fact.rule != "contract/next-twice" || fact.assumed || fact.positional) continue;
    text += std::to_string(fact.first.begin.line) + ">" + std::to_string(fact.location.begin.line) +
            " " + fact.text;
    if (!fact.function.empty()) text += " in " + fact.function;
    text += "\n";
  }
  return text;
}

/// One line per breach of the other rules: `line rule text`, behind it what it is about besides.
std::string Others(std::string_view source) {
  std::string text;
  for (const ContractFact& fact : Facts(Language::kTypeScript, source)) {
    if (fact.rule == "contract/next-twice" || fact.assumed || fact.positional) continue;
    text += std::to_string(fact.location.begin.line) + " " + fact.rule.substr(9) + " " + fact.text;
    if (fact.first.begin.line != 0) text += " " + std::to_string(fact.first.begin.line);
    if (!fact.detail.empty()) text += " " + fact.detail;
    text += "\n";
  }
  return text;
}

std::string OtherExpress(std::string_view body) {
  return Others("import express from 'express';\napp.use((req, res, next) => {\n" +
                std::string(body) + "\n});");
}

std::string OtherKoa(std::string_view body) {
  return Others("import Koa from 'koa';\napp.use(async (ctx, next) => {\n" + std::string(body) +
                "\n});");
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

TEST_CASE("by what a function is a behaviour") {
  // `?`: where the workspace uses the framework; `!`: where it registers the function.
  const auto frameworks = [&](std::string_view source) {
    std::string text;
    for (const ContractFact& fact : Facts(Language::kTypeScript, source)) {
      if (fact.rule == "contract/next-twice")
        text += fact.framework + (fact.assumed ? "?" : "") + (fact.positional ? "! " : " ");
    }
    return text;
  };
  CHECK(frameworks("module.exports = (req, res, next) => { next(); next(); };") ==
        "express?! restify?! ");
  CHECK(frameworks("module.exports = (err, req, res,\n  next\n) => { next(err); next(); };") ==
        "express?! ");
  CHECK(frameworks("module.exports = (store, next) => { next(); next(); };") == "koa?! hono?! ");
  CHECK(frameworks("function f(ctx, next) { next(); next(); }") == "koa?! hono?! ");
  CHECK(frameworks("f((ctx, next) => { next(); next(); })") == "");
  const std::string koa = "import Koa, { Next } from 'koa'; ";
  CHECK(frameworks(koa + "export const f = async (x, next) => { await next(); await next(); };") ==
        "koa! hono?! ");
  CHECK(frameworks(koa + "export const f = async (ctx, next) => { next(); next(); };") == "koa ");
  CHECK(frameworks(koa + "export const f = async (x, go: Next) => { go(); go(); };") == "koa ");
  CHECK(frameworks("import express from 'express'; export const f = async (ctx, next) => { "
                   "await next(); await next(); };") == "koa?! hono?! ");
  CHECK(frameworks("import express from 'express'; "
                   "function visit(node, depth, next) { next(1); next(2); }") ==
        "express! restify?! ");
}

TEST_CASE("what is no behaviour after all") {
  const auto koa = [](std::string_view code) {
    return Breaches(
        Language::kTypeScript,
        "import Koa from 'koa';\nimport * as tg from 'telegraf';\n" + std::string(code));
  };
  const std::string twice = "{ next(); next(); }";
  CHECK(koa("f((ctx, next) => " + twice + ");") == "3>3 next()\n");
  CHECK(koa("f(function* (ctx, next) " + twice + ");") == "");
  CHECK(koa("f((ctx, next) => { next(ctx); next(ctx); });") == "");
  CHECK(koa("f((ctx, next: Koa.Next) => { next(ctx); next(ctx); });") == "3>3 next(ctx)\n");
  CHECK(koa("f((ctx, next) => { next = once(next); next(); next(); });") == "");
  CHECK(koa("f((ctx: tg.Context, next) => " + twice + ");") == "");
  CHECK(koa("const f: tg.MiddlewareFn<any> = (ctx, next) => " + twice + ";") == "");
  CHECK(koa("class Jobs { use(f) {} }\nnew Jobs().use((ctx, next) => " + twice + ");") == "");
  CHECK(koa("class Jobs { add(f) {} }\nconst jobs = new Jobs();\n"
            "jobs.add(x).add((ctx, next) => " +
            twice + ");") == "");
  CHECK(koa("class Jobs { add(f) {} }\nfunction f(jobs: Jobs) { jobs.add((ctx, next) => " + twice +
            "); }") == "");
  CHECK(koa("const make = () => ({ use(f) {} });\nmake().use((ctx, next) => " + twice + ");") ==
        "");
  CHECK(koa("class App extends Koa {}\nnew App().use((ctx, next) => " + twice + ");") ==
        "4>4 next()\n");
  CHECK(koa("class Server { app = new Koa(); }\nconst server = new Server();\n"
            "server.app.use((ctx, next) => " +
            twice + ");") == "5>5 next()\n");
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

TEST_CASE("promises of the continuation that go nowhere") {
  CHECK(OtherKoa("next();") == "3 next-not-awaited next() dropped\n");
  CHECK(OtherKoa("next().then(f).catch(g);") == "3 next-not-awaited next() chained\n");
  CHECK(OtherKoa("const p = next();") == "3 next-not-awaited next() stored\n");
  CHECK(OtherKoa("void next();") == "3 next-not-awaited next() void\n");
  CHECK(OtherKoa("a && b && next();") == "3 next-not-awaited next() dropped\n");
  CHECK(OtherKoa("Promise.all([a, next()]).then(f);") == "3 next-not-awaited next() chained\n");
  CHECK(OtherKoa("await next();") == "");
  CHECK(OtherKoa("return next().then(f);") == "");
  CHECK(OtherKoa("const p = next();\nawait p;") == "");
  CHECK(OtherKoa("let p;\np = next();\nawait p;") == "");
  CHECK(OtherKoa("await Promise.race([next(), a]);") == "");
  CHECK(OtherKoa("track(next());") == "");
  CHECK(OtherKoa("return x ? next() : null;") == "");
  CHECK(OtherKoa("const go = () => next();\nawait go();") == "");
  CHECK(OtherKoa("setTimeout(() => next(), 1);") == "3 next-not-awaited next() callback\n");
  CHECK(OtherKoa("f().then(() => { return next(); });") == "3 next-not-awaited next() callback\n");
  CHECK(OtherKoa("return f().then(() => next());") == "");
  CHECK(OtherKoa("await new Promise(r => on(() => next().then(r)));") == "");
}

TEST_CASE("paths without an answer") {
  CHECK(OtherExpress("if (x) next();") == "2 no-answer the end 3 this does not hold\n");
  CHECK(OtherExpress("if (x) return;\nnext();") == "3 no-answer return 3 this holds\n");
  CHECK(OtherExpress("if (x) return res.status(400);\nnext();") ==
        "3 no-answer return 3 this holds\n");
  CHECK(OtherExpress("try { await f();\nnext(); } catch (e) {\nlog(e); }") ==
        "2 no-answer the end 4 this is caught\n");
  CHECK(OtherExpress("switch (x) { case 1: break;\ndefault: next(); }") ==
        "2 no-answer the end 3 this case\n");
  CHECK(OtherExpress("req.id = 1;") == "2 no-answer the end\n");
  CHECK(OtherExpress("") == "2 no-answer the end\n");
  CHECK(OtherExpress("for (const x of xs) { if (x) return next(); }") ==
        "2 no-answer the end 3 this does not hold\n");
  CHECK(OtherExpress("try { next(); } catch (e) { log(e); }") == "");
  CHECK(OtherExpress("if (x) throw e;\nnext();") == "");
  CHECK(OtherExpress("if (x) return fail(res);\nnext();") == "");
  CHECK(OtherExpress("if (x) return defer(next);\nnext();") == "");
  CHECK(OtherExpress("if (x) return f(() => res.end());\nnext();") == "");
  CHECK(OtherExpress("function fail() { res.end(); }\nif (x) return fail();\nnext();") == "");
  CHECK(OtherExpress("const r = res.status(400);\nif (x) return r.end();\nnext();") == "");
  CHECK(OtherExpress("if (res.headersSent) return;\nnext();") == "");
  CHECK(OtherExpress("if (a) res.end();\nif (!a) next();") == "");
  CHECK(OtherExpress("let done;\nif (a) { done = true; res.end(); }\nif (!done) next();") == "");
  CHECK(OtherExpress("for (;;) { if (f()) return next(); }") == "");
  CHECK(OtherExpress("if (x) process.exit(1);\nelse next();") == "");
  CHECK(OtherExpress("try { if (x) return; } finally { next(); }") == "");
  CHECK(OtherExpress("try { await pipe(res); } catch (e) { log(e); }") == "");
  CHECK(OtherExpress("try { await f(); next(); } catch (e) { throw e; }") == "");
  CHECK(OtherExpress("try { next();\nawait f(); } catch (e) { log(e); }") == "");
  CHECK(OtherExpress("for (const h of hs) h(res);") == "");
  CHECK(OtherExpress("let s = 0;\nf(() => { s = 1; next(); });\nif (s) return;\nres.end();") == "");
  CHECK(OtherExpress("if (req.destroyed) return;\nnext();") == "");
  CHECK(OtherKoa("if (ctx.path === '/') return;\nawait next();") == "");
}

TEST_CASE("answers that do not end the chain") {
  CHECK(OtherExpress("if (x) { res.status(401).json({}); }\nnext();") ==
        "4 continue-after-answer next() 3 res.status(401).json(…)\n");
  CHECK(OtherExpress("try { await f(); } catch (e) { res.end(); }\nnext();") ==
        "4 continue-after-answer next() 3 res.end(…)\n");
  CHECK(OtherExpress("if (x) res.end();\nelse next();") == "");
  CHECK(OtherExpress("try { res.json(await f()); } catch (e) { next(e); }") == "");
  CHECK(OtherExpress("if (x) res.end();\nif (!res.headersSent) next();") == "");
  CHECK(OtherExpress("if (x) res.end();\nif (res.headersSent) return;\nnext();") == "");
  CHECK(OtherExpress("f(() => res.end());\nnext();") == "");
  CHECK(OtherExpress("res.status(200).set('a', 'b');\nnext();") == "");
  CHECK(Others("import { Hono } from 'hono';\napp.use(async (c, next) => {\n"
               "if (x) c.json({}, 401);\nawait next(); });") ==
        "4 continue-after-answer next() 3 c.json(…)\n");
  CHECK(Others("import restify from 'restify';\n"
               "server.get('/', (req, res, next) => { res.send(1); next(); });") == "");
}

TEST_CASE("post-processing that an exception skips") {
  CHECK(OtherKoa("await next();\nlog();") == "4 post-process-skipped log() 3 next()\n");
  CHECK(OtherKoa("const r = await next();\nctx.x = r;") ==
        "4 post-process-skipped ctx.x = r 3 next()\n");
  CHECK(OtherKoa("try { await next();\nlog(); } catch (e) { throw e; }") ==
        "4 post-process-skipped log() 3 next()\n");
  CHECK(OtherKoa("try { await next(); } finally { log(); }") == "");
  CHECK(OtherKoa("try { await next(); } catch (e) { log(e); throw e; }\nlog();") == "");
  CHECK(OtherKoa("try { await next(); } catch (e) { }\nlog();") == "");
  CHECK(OtherKoa("log();\nawait next();") == "");
  CHECK(OtherKoa("return next().then(log);") == "");
  CHECK(OtherKoa("return await next();") == "");
  CHECK(Others("import { Hono } from 'hono';\n"
               "app.use(async (c, next) => { await next(); log(); });") == "");
}

TEST_CASE("the shape of error handlers") {
  const auto shape = [](std::string_view code) {
    return Others("import express from 'express';\n" + std::string(code));
  };
  const std::string three =
      "Express takes only functions of four parameters for error handlers, and calls others with "
      "(req, res, next)\ngive it four parameters without defaults: (err, req, res, next)\n";
  CHECK(shape("app.use((err, req, res) => { res.end(); });") ==
        "2 error-handler-shape (err, req, res) " + three);
  CHECK(shape("function failed(error, req, res) { res.end(); }\napp.use(failed);") ==
        "2 error-handler-shape (error, req, res) " + three);
  CHECK(shape("app.use((err, req, res, next = f) => { res.end(); });") ==
        "2 error-handler-shape (err, req, res, next) " + three);
  CHECK(shape("app.use((err, req, res, next) => { res.end(); });") == "");
  CHECK(shape("app.use((err: Error, req: Request, res: Response, next) => { res.end(); });") == "");
  CHECK(shape("function help(err, req, res) { res.end(); }\nhelp(e, a, b);") == "");
  CHECK(shape("run((err, req, res) => { res.end(); });") == "");
}

TEST_CASE("what is registered is a behaviour by its place; what is not, may be elsewhere") {
  CHECK(Breaches(Language::kTypeScript,
                 "import express from 'express';\nconst app = express();\n"
                 "app.use((a, b, go) => { go(); go(); });") == "3>3 go()\n");
  CHECK(Breaches(Language::kTypeScript,
                 "import express from 'express';\nimport { Bus } from 'bus';\n"
                 "const bus = new Bus();\n"
                 "bus.use((a, b, next) => { next(); next(); });\n"
                 "bus.handle((req, res, next) => { next(); next(); });") == "");
  CHECK(Breaches(Language::kTypeScript,
                 "import express from 'express';\n"
                 "redis.get('x', (a, b, go) => { go(); go(); });") == "");
  const std::vector<ContractFact> facts = Facts(Language::kTypeScript,
                                                "import express from 'express';\n"
                                                "export { f as guard };\n"
                                                "const f = (a, b, go) => { go(); go(); };");
  REQUIRE(facts.size() == 1);
  CHECK(facts[0].positional);
  CHECK(facts[0].symbols == std::vector<std::string>{"f", "guard"});
}

TEST_CASE("hostile nesting and too many calls give nothing, and end") {
  std::string deep = "next();";
  for (int i = 0; i < 400; ++i) deep = "try { " + deep + " } finally { next(); }";
  CHECK(Express(deep) == "");
  std::string many;
  for (int i = 0; i < 100; ++i) many += "next();";
  CHECK(Express(many) == "");
}

TEST_CASE("minified and deep input takes bounded work") {
  std::string many = "import Koa from 'koa';import express from 'express';";
  for (int i = 0; i < 3000; ++i)
    many += "a.use((r,s,n)=>{if(r)n();s.end()});a.use(async(ctx,next)=>{const p=next();f()});";
  CHECK(!Facts(Language::kJavaScript, many).empty());
  std::string nested;
  for (int i = 0; i < 500; ++i) nested += "a.use((req,res,next)=>{if(x)next();";
  for (int i = 0; i < 500; ++i) nested += "});";
  Facts(Language::kJavaScript, "import express from 'express';" + nested);
  std::string chained = "res";
  for (int i = 0; i < 5000; ++i) chained += ".status(1)";
  CHECK(OtherExpress(chained + ";") == "");
  std::string branches;
  for (int i = 0; i < 2000; ++i) branches += "if (a" + std::to_string(i) + ") f();\n";
  CHECK(OtherExpress(branches + "if (x) next();") != "");
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
