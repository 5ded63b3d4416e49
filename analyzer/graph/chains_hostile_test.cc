#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "analyzer/graph/chains_test_tree.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kHead =
    "import express, { Router } from 'express';\nconst app = express();\n";

TestChains Chains(const std::string& body) { return TestChains(std::string(kHead) + body + "\n"); }

}  // namespace

TEST_CASE("routers that mount themselves, or each other in a circle") {
  CHECK(Chains("app.use('/a', app); app.use(auth); app.get('/x', h);").Lines() ==
        "GET /x: auth > h\n");
  CHECK(
      Chains("const a = Router(); const b = Router();"
             "a.use('/b', b); b.use('/a', a); a.get('/x', h); b.get('/y', g); app.use('/api', a);")
          .Lines() ==
      "GET /api/x: h\n"
      "GET /api/b/y: g\n");
  // Nothing serves these two; what stands before them is not known.
  CHECK(Chains("const a = Router(); const b = Router();"
               "a.use('/b', b); b.use('/a', a); a.get('/x', h);")
            .Lines()
            .find("??") != std::string::npos);
}

TEST_CASE("helpers that call themselves are walked once") {
  CHECK(Chains("function add(app, n) { app.use(auth); if (n) add(app, n - 1); }"
               "add(app, 3); app.get('/x', h);")
            .table()
            .routes()
            .size() == 1);
  const TestChains mutual = Chains(
      "function ping(app) { app.use(a); pong(app); } function pong(app) { app.use(b); ping(app); }"
      "ping(app); app.get('/x', h);");
  CHECK(mutual.table().routes().size() == 1);
  CHECK(mutual.table().routes()[0].chain.size() < 64);
}

TEST_CASE("what is registered in a loop, or by a computed name, is not taken for sure") {
  for (const char* body : {"for (const m of all) app.use(m); app.get('/x', h);",
                           "for (let i = 0; i < 3; ++i) { app.use(all[i]); } app.get('/x', h);",
                           "all.forEach((m) => app.use(m)); app.get('/x', h);",
                           "while (more()) app.use(next()); app.get('/x', h);",
                           "app.use(all[name]); app.get('/x', h);"}) {
    const TestChains chains = Chains(body);
    REQUIRE_MESSAGE(chains.table().routes().size() == 1, body);
    const Route& route = chains.table().routes()[0];
    REQUIRE_MESSAGE(route.chain.size() >= 2, body);
    for (const ChainElement& element : route.chain) {
      CHECK_MESSAGE((element.handler || element.certainty != Certainty::kMust), body,
                    chains.Lines());
    }
  }
  // A method that is computed may be any.
  CHECK(Chains("app[method]('/x', h); app.use(auth);").Lines() == "/x: h | auth\n");
  CHECK(Chains("app['get']('/x', h);").Lines() == "GET /x: h\n");
}

TEST_CASE("ten thousand routes behind a hundred behaviours are all there, or the table says not") {
  std::string body;
  for (int i = 0; i < 100; ++i) body += fmt::format("app.use(m{});\n", i);
  for (int i = 0; i < 10'000; ++i) body += fmt::format("app.get('/r{}', h{});\n", i, i);
  const TestChains chains = Chains(body);
  CHECK(chains.table().complete());
  REQUIRE(chains.table().routes().size() == 10'000);
  for (const Route& route : chains.table().routes()) REQUIRE(route.chain.size() == 101);
}

TEST_CASE("a router that is mounted in more places than are followed leaves no silent gap") {
  // Each router mounts the next one twice: 2^20 paths to the last.
  std::string body = "const r0 = Router();\n";
  for (int i = 1; i <= 20; ++i) {
    body += fmt::format("const r{0} = Router(); r{1}.use('/a', r{0}); r{1}.use('/b', r{0});\n", i,
                        i - 1);
  }
  body += "r20.get('/x', h); app.use(r0);";
  const TestChains chains = Chains(body);
  CHECK(!chains.table().complete());
  CHECK(chains.table().routes().size() <= 100'000);
}

TEST_CASE("a bundle on one line is read like any other text") {
  std::string bundle = "import e from'express';const n=e();";
  for (int i = 0; i < 2000; ++i)
    bundle += fmt::format("function f{0}(t,r,i){{t?r.send({0}):i()}}", i);
  bundle += "n.use(f0);n.get(\"/x\",f1),n.post('/y',f2,f3);";
  CHECK(TestChains(bundle).Lines() ==
        "GET /x: f0 > f1\n"
        "POST /y: f0 > f2 > f3\n");
}

}  // namespace krepis::analyzer
