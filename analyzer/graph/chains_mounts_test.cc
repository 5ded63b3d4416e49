#include <doctest/doctest.h>

#include <string>

#include "analyzer/graph/chains_test_tree.h"

namespace krepis::analyzer {
namespace {

std::string Hono(std::string_view body) {
  return TestChains("import { Hono } from 'hono';\n" + std::string(body)).Lines();
}

std::string Fastify(std::string_view body) {
  return TestChains(
             "import fastify from 'fastify';\nimport fp from 'fastify-plugin';\n"
             "import { auth, log, h } from './hooks';\nconst app = fastify();\n" +
             std::string(body))
      .Lines();
}

}  // namespace

TEST_CASE("what is mounted in a circle ends") {
  CHECK(Hono("const a = new Hono(); const b = new Hono();"
             "a.get('/a', x); b.route('/b', a); a.route('/a', b);") == "GET /a: x\n");
  CHECK(Fastify("async function self(instance) { instance.get('/x', h); instance.register(self); }"
                "app.register(self);") == "GET /x: h\n");
  CHECK(Fastify("const self = fp(async (instance) => {"
                "instance.addHook('onRequest', auth); instance.register(self); });"
                "app.register(self); app.get('/x', h);") == "GET /x: auth > h\n");
}

TEST_CASE("routers that are mounted twice in each other take bounded work") {
  std::string text = "import express, { Router } from 'express';\nconst r0 = Router();\n";
  text += "r0.use(log); r0.get('/x', h);\n";
  for (int i = 1; i < 24; ++i) {
    const std::string inner = "r" + std::to_string(i - 1);
    const std::string outer = "r" + std::to_string(i);
    text += "const " + outer + " = Router(); " + outer + ".use(" + inner + ", " + inner + ");\n";
  }
  text += "const app = express(); app.use(r23);\n";
  const TestChains chains(text);
  CHECK(!chains.table().complete());
}

TEST_CASE("a plugin's place in time is that of its registration") {
  CHECK(Fastify("app.register(async (child) => { child.addHook('onRequest', log);"
                "child.get('/in', h); }, { prefix: '/p' });"
                "app.addHook('onRequest', auth); app.get('/out', h);") ==
        "GET /p/in: log > auth > h\n"
        "GET /out: auth > h\n");
}

TEST_CASE("a phase that the preset does not have is not one of a request") {
  CHECK(Fastify("app.addHook('onRoute', log); app.addHook('onClose', log);"
                "app.addHook(phase(), auth); app.get('/x', h);") == "GET /x: auth?? > h\n");
}

TEST_CASE("a computed prefix is not known, and what is in the context still covers it") {
  CHECK(Fastify("app.register(async (child) => { child.addHook('onRequest', log);"
                "child.get('/in', h); }, { prefix: base() });") == "GET {/base()/in}: log > h\n");
}

}  // namespace krepis::analyzer
