#include <doctest/doctest.h>
#include <fmt/format.h>

#include "analyzer/graph/chains_test_tree.h"

namespace krepis::analyzer {
namespace {

/// The chains of an application; `app`, `express`, `auth` and `h` are there already.
std::string Chains(std::string_view body) {
  const std::string head =
      "import express, { Router } from 'express';\n"
      "import { auth, log, h } from './auth';\n"
      "const app = express();\n";
  return TestChains(head + std::string(body) + "\n// --- auth.ts\nexport function auth() {}\n")
      .Lines();
}

}  // namespace

TEST_CASE("a registration covers what stands behind it") {
  CHECK(Chains("app.get('/x', h); app.use(auth); app.get('/y', log, h);") ==
        "GET /x: h | auth\n"
        "GET /y: auth > log > h\n");
}

TEST_CASE("chained calls happen from the left, arguments before their call") {
  CHECK(Chains("app.use(log).use(auth).get('/x', h);") == "GET /x: log > auth > h\n");
  CHECK(Chains("app.route('/r').all(auth).get(log, h).post(h);") ==
        "/r: auth\n"
        "GET /r: log > h\n"
        "POST /r: h\n");
}

TEST_CASE("paths limit what is covered") {
  CHECK(Chains("app.use('/admin', auth); app.get('/admin/users', h); app.get('/administrator', h);"
               "app.get('/:section', h); app.get(path(), h);") ==
        "GET /admin/users: auth > h\n"
        "GET /administrator: h\n"
        "GET /:section: auth? > h\n"
        "GET {/path()}: auth? > h\n");
  CHECK(Chains("app.use(['/a', '/b'], auth); app.get('/b/x', h); app.get('/c', h);") ==
        "GET /b/x: auth > h\n"
        "GET /c: h\n");
  CHECK(Chains("app.all('/api/*', auth()); app.get('/api/x', h);") ==
        "/api/*: auth\n"
        "GET /api/x: h\n");  // a route's entries count for later ones only where a stage is known
}

TEST_CASE("not every get is a route") {
  CHECK(
      Chains("app.get('view engine'); const map = new Map(); map.get('/x', h); other.use(auth);") ==
      "");
  CHECK(Chains("function f(app) { app.use(auth); } { const app = create(); app.get('/x', h); }") ==
        "");
  CHECK(TestChains("import { app } from 'elsewhere';\napp.get('/x', h);\n").Lines() == "");
}

TEST_CASE("a shadowed name is another thing") {
  CHECK(
      Chains(
          "{ const app = express(); app.use(log); app.get('/inner', h); } app.get('/outer', h);") ==
      "GET /inner: log > h\n"
      "GET /outer: h\n");
}

TEST_CASE("routers are references, and mounts nest") {
  CHECK(Chains("const r = Router(); app.use(log); app.use('/api', auth, r); r.get('/x', h);"
               "r.use(log); r.get('/y', h);") ==
        "GET /api/x: log > auth > h | log\n"
        "GET /api/y: log > auth > log > h\n");
  CHECK(Chains("const a = Router(), b = express.Router(); a.use('/b', b); b.get('/x', h);"
               "app.use('/1', a); app.use('/2', auth, a);") ==
        "GET /1/b/x: h\n"
        "GET /2/b/x: auth > h\n");
  CHECK(Chains("const r = Router(); r.get('/x', h); r.use('/self', r);") ==
        "GET /x: (not seen: where 'Router' is mounted)?? > h\n");
}

TEST_CASE("conditions") {
  CHECK(Chains("if (prod) app.use(auth); app.get('/x', h);") == "GET /x: auth? > h\n");
  CHECK(Chains("if (prod) { app.use(auth); app.get('/x', h); } else { app.get('/y', h); }") ==
        "GET /x: auth > h\n"
        "GET /y: h\n");
  CHECK(Chains("app.use(prod ? auth : log); prod && app.use(log); app.get('/x', h);") ==
        "GET /x: auth? > log? > log? > h\n");
  CHECK(
      Chains(
          "function setup(a) { if (!prod) return; a.use(auth); } setup(app); app.get('/x', h);") ==
      "GET /x: auth? > h\n");
  CHECK(Chains("for (const m of list) app.use(m); app.get('/x', h);") == "GET /x: m?? > h\n");
}

TEST_CASE("lists that are known, and lists that are not") {
  CHECK(Chains("const both = [auth, log]; app.use(...both, [h]); app.get('/x', h);") ==
        "GET /x: auth > log > h > h\n");
  CHECK(Chains("const both = [auth]; both.push(log); app.use(...both); app.get('/x', h);") ==
        "GET /x: ...both?? > h\n");
  CHECK(Chains("app.use(...load()); app.get('/x', handlers[0]);") ==
        "GET /x: ...load()?? > handlers[0]??\n");
  CHECK(Chains("table.forEach((row) => app.use(row.path, row.guard)); app.get('/x', h);") ==
        "GET /x: row.guard?? > h\n");
}

TEST_CASE("helpers are inlined where they are called") {
  CHECK(Chains("function guard(a, m) { a.use(m); } app.get('/x', h); guard(app, auth); "
               "app.get('/y', h);") ==
        "GET /x: h | auth\n"
        "GET /y: auth > h\n");
  CHECK(Chains("const all = () => { app.use(log); more(); }; function more() { app.use(auth); }"
               "all(); app.get('/x', h);") == "GET /x: log > auth > h\n");
  CHECK(Chains("function make() { const r = Router(); r.use(auth); r.get('/x', h); return r; }"
               "app.use('/api', make());") == "GET /api/x: auth > h\n");
  CHECK(Chains("[log, auth].forEach((m) => app.use(m)); app.get('/x', h);") == "GET /x: m?? > h\n");
}

TEST_CASE("what runs at another time is unknown") {
  CHECK(Chains("db.connect().then(() => { app.get('/x', h); }); app.use(auth);") ==
        "GET /x: auth?? > h\n");
  CHECK(Chains("app.use(auth); start(() => app.get('/x', h));") == "GET /x: auth > h\n");
  CHECK(Chains("export function later() { app.use(auth); app.get('/in', h); } app.get('/x', h);") ==
        "GET /in: auth > h\n"
        "GET /x: h | auth\n");
}

TEST_CASE("helpers of a function that nothing is seen to call run where it calls them") {
  CHECK(Chains("export function install() { app.use(auth); routes(); }"
               "function routes() { app.get('/x', h); }") == "GET /x: auth > h\n");
  CHECK(Chains("function ping() { pong(); app.get('/x', h); } function pong() { ping(); }") ==
        "GET /x: h\n");
}

TEST_CASE("helpers are followed so deep, and no deeper without saying so") {
  const auto complete = [](int count) {
    std::string code = "import express from 'express';\nconst app = express();\n";
    for (int i = 0; i < count; ++i)
      code += fmt::format("function f{}() {{ app.use(m{}); f{}(); }}\n", i, i, i + 1);
    code += fmt::format("function f{}() {{ app.get('/x', h); }}\nf0();\n", count);
    return TestChains(code).table().complete();
  };
  CHECK(complete(10));
  CHECK(!complete(20));
  CHECK(!complete(5000));
}

TEST_CASE("classes hold applications") {
  CHECK(Chains("class Server { private app = express(); constructor() { this.app.use(auth); "
               "this.routes(); }"
               "routes() { this.app.get('/x', this.show); } show() {} }") ==
        "GET /x: auth > show\n");
  CHECK(Chains("class Server { app: express.Application; constructor() { this.app = express();"
               "this.app.use(auth); this.app.get('/x', h); } }") == "GET /x: auth > h\n");
}

TEST_CASE("unknown callees are barriers, the standard library is not") {
  CHECK(Chains("import http from 'http'; http.createServer(app); app.get('/x', h);"
               "configure(app); app.get('/y', h);") ==
        "GET /x: h\n"
        "GET /y: h\n");
  CHECK(Chains("import { configure } from 'some-package'; configure(app); app.get('/y', h);") ==
        "GET /y: npm/some-package#configure(…)?? > h\n");
}

TEST_CASE("stages come from symbols, factories and shapes") {
  CHECK(TestChains("import express from 'express';\n"
                   "import cors from 'cors';\n"
                   "import passport from 'passport';\n"
                   "const app = express();\n"
                   "const limiter = require('express-rate-limit')({ max: 1 });\n"
                   "app.use(cors(), limiter, express.json());\n"
                   "app.use(passport.authenticate('jwt'));\n"
                   "app.get('/x', (request, response) => {});\n"
                   "app.use((error, request, response, next) => {});\n")
            .Lines() ==
        "GET /x: npm/cors [cors] > limiter [rate-limit] > npm/express#json [body] > "
        "npm/passport#authenticate [auth] > (anonymous) > (anonymous) [error-handler]\n");
}

TEST_CASE("routers and helpers of other files") {
  CHECK(TestChains("// --- app.ts\n"
                   "import express from 'express';\n"
                   "import users from './users';\n"
                   "import { register } from './setup';\n"
                   "import { makeOrders } from './index';\n"
                   "const app = express();\n"
                   "register(app);\n"
                   "app.use('/users', users);\n"
                   "app.use('/orders', makeOrders(1));\n"
                   "export default app;\n"
                   "// --- users.ts\n"
                   "import { Router } from 'express';\n"
                   "const router = Router();\n"
                   "router.get('/:id', show);\n"
                   "export default router;\n"
                   "// --- setup.ts\n"
                   "import type { Express } from 'express';\n"
                   "import { limiter } from './limits';\n"
                   "export const register = (a: Express) => { a.use(limiter); };\n"
                   "// --- limits.ts\n"
                   "import rateLimit from 'express-rate-limit';\n"
                   "export const limiter = rateLimit();\n"
                   "// --- index.ts\n"
                   "export { makeOrders } from './orders';\n"
                   "// --- orders.ts\n"
                   "import express from 'express';\n"
                   "export function makeOrders(n) { const r = express.Router(); r.post('/', add); "
                   "return r; }\n"
                   "// --- late.ts\n"
                   "import app from './app';\n"
                   "app.get('/late', h);\n")
            .Lines() ==
        "GET /late: limiter [rate-limit] > h\n"
        "POST /orders: limiter [rate-limit] > add\n"
        "GET /users/:id: limiter [rate-limit] > show\n");
}

TEST_CASE("CommonJS") {
  CHECK(TestChains("// --- app.js\n"
                   "const express = require('express');\n"
                   "const app = express();\n"
                   "require('./guard')(app);\n"
                   "app.use('/api', require('./routes'));\n"
                   "app.use('/more', require('./more').router);\n"
                   "// --- guard.js\n"
                   "module.exports = function (app) { app.use(auth); };\n"
                   "// --- routes.js\n"
                   "const router = require('express').Router();\n"
                   "router.get('/x', h);\n"
                   "module.exports = router;\n"
                   "// --- more.js\n"
                   "const { Router } = require('express');\n"
                   "const router = new Router();\n"
                   "router.get('/y', h);\n"
                   "module.exports = { router };\n")
            .Lines() ==
        "GET /more/y: auth > h\n"
        "GET /api/x: auth > h\n");
}

TEST_CASE("a router that nothing mounts, an application that is given") {
  CHECK(TestChains("import { Router } from 'express';\n"
                   "export const router = Router();\nrouter.get('/x', h);\n")
            .Lines() == "GET /x: (not seen: where 'Router' is mounted)?? > h\n");
  CHECK(TestChains("import type { Application } from 'express';\n"
                   "export function routes(app: Application) { app.get('/x', h); }\n")
            .Lines() == "GET /x: (not seen: what 'app' is given)?? > h\n");
}

TEST_CASE("chains as JSON and as text") {
  const TestChains chains(
      "import express from 'express';\n"
      "import helmet from 'helmet';\n"
      "const app = express();\n"
      "if (x) app.use(helmet());\n"
      "app.get('/a', h);\napp.post('/b', h);\n");
  CHECK(ChainsText(chains.table(), chains.graph(), "GET") ==
        "GET /a  (express, app.ts:5)\n"
        "  npm/helmet [security-headers]  global, may  app.ts:4\n"
        "  h  local  app.ts:5\n");
  const std::string json = ChainsJson(chains.table(), chains.graph(), "/b");
  CHECK(json.find("\"schema\": \"krepis.chains/1\"") != std::string::npos);
  CHECK(json.find("\"route\": \"POST /b\"") != std::string::npos);
  CHECK(json.find("\"route\": \"GET /a\"") == std::string::npos);
  CHECK(json.find("\"stage\": null") != std::string::npos);
  CHECK(json.find("\"certainty\": \"may\"") != std::string::npos);
}

}  // namespace krepis::analyzer
