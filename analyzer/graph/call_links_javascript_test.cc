#include <doctest/doctest.h>

#include "analyzer/graph/call_graph_test_tree.h"

namespace krepis::analyzer {
namespace {

std::string Links(std::string_view text) { return TestCallGraph(text).Lines(); }

}  // namespace

TEST_CASE("JavaScript: functions of this file and of others, however they are imported") {
  CHECK(Links(R"(
// --- a.ts
import { load, save as keep } from "./b";
import put from "./b";
import * as b from "./b";
export function run() { load(); keep(); put(); b.load?.(); inner(); tag`x`; load.call(null); }
function inner() {}
const tag = (s) => s;
// --- b.ts
export function load() {}
export const save = () => {};
export default function put() {}
)") == "a.ts:run -> a.ts:inner\na.ts:run -> a.ts:tag\na.ts:run -> b.ts:load\n"
       "a.ts:run -> b.ts:save\na.ts:run -> b.ts:put\n");
}

TEST_CASE("JavaScript: through re-exports, barrels, aliases and packages of the workspace") {
  CHECK(Links(R"(
// --- a.ts
import { read, write, ns, def } from "./index";
import { core } from "@shop/core";
export function run() { read(); write(); ns.load(); def(); core(); }
// --- index.ts
export { load as read } from "./b";
export * from "./c";
export * as ns from "./b";
export { default as def } from "./b";
// --- b.ts
export function load() {}
const put = () => {};
export default put;
// --- c.ts
import { save } from "./d";
export { save as write };
// --- d.ts
function hidden() {}
export const save = hidden;
// --- package.json
{"workspaces": ["packages/*"]}
// --- packages/core/package.json
{"name": "@shop/core", "main": "src/index.ts"}
// --- packages/core/src/index.ts
export function core() {}
)") == "a.ts:run -> b.ts:load\na.ts:run -> b.ts:put\na.ts:run -> d.ts:hidden\n"
       "a.ts:run -> packages/core/src/index.ts:core\n");
}

TEST_CASE("JavaScript: CommonJS") {
  CHECK(Links(R"(
// --- a.js
const b = require("./b");
const { load, nested: { deep } } = require("./c");
const make = require("./d");
function run() { b.read(); b.write(); load(); deep(); make(); new b.Repo().save(); require("./e").go(); }
// --- b.js
function read() {}
module.exports = { read, write: () => {}, Repo: require("./repo") };
// --- repo.js
module.exports = class Repo { save() {} };
// --- c.js
exports.load = async function () { exports.nested.deep(); };
exports.nested = { deep() {} };
// --- d.js
module.exports = function () {};
// --- e.js
const api = module.exports;
api.go = () => {};
)") == "a.js:run -> b.js:read\na.js:run -> b.js:exports.write\na.js:run -> c.js:exports.load\n"
       "a.js:run -> c.js:exports.nested.deep\na.js:run -> d.js:exports\na.js:run -> e.js:api.go\n"
       "a.js:run -> repo.js:exports.Repo.save\nc.js:exports.load -> c.js:exports.nested.deep\n");
}

TEST_CASE("JavaScript: dynamic imports") {
  CHECK(Links(R"(
// --- a.ts
export async function run() { const { f } = await import("./b"); f(); (await import("./b")).g(); }
export function later() { import("./b").then((m) => m.f()); import("./b").then(({ g }) => g()); }
// --- b.ts
export function f() {}
export function g() {}
)") == "a.ts:run -> b.ts:f\na.ts:run -> b.ts:g\na.ts:later -> b.ts:f\na.ts:later -> b.ts:g\n");
}

TEST_CASE("JavaScript: methods on receivers that are known") {
  CHECK(
      Links(R"(
// --- repo.ts
import { Db } from "./db";
export class Repo {
  constructor(private db: Db) {}
  save() { this.db.query(); this.check(); }
  check = () => {};
  static open(): Repo { return new Repo(null); }
}
export const repo = new Repo(null);
export async function getRepo(): Promise<Repo> { return repo; }
// --- db.ts
export class Db { query() {} }
// --- a.ts
import { Repo, repo, getRepo } from "./repo";
class Service {
  made = new Repo(null);
  constructor(private readonly given: Repo) {}
  one() { this.made.save(); }
  two() { this.given.save(); }
}
function three(p: Repo) { p.save(); }
function four() { const r = Repo.open(); r.save(); }
function five() { repo.save(); }
async function six() { (await getRepo()).check(); getRepo().then((r) => r.save()); }
function seven(service: Service) { service.given.check(); }
)") ==
      "a.ts -> repo.ts:Repo.constructor\n"
      "a.ts:Service.one -> repo.ts:Repo.save\na.ts:Service.two -> repo.ts:Repo.save\n"
      "a.ts:three -> repo.ts:Repo.save\n"
      "a.ts:four -> repo.ts:Repo.save\na.ts:four -> repo.ts:Repo.open\n"
      "a.ts:five -> repo.ts:Repo.save\n"
      "a.ts:six -> repo.ts:Repo.save\na.ts:six -> repo.ts:Repo.check\na.ts:six -> repo.ts:getRepo\n"
      "a.ts:seven -> repo.ts:Repo.check\n"
      "repo.ts -> repo.ts:Repo.constructor\n"
      "repo.ts:Repo.save -> db.ts:Db.query\nrepo.ts:Repo.save -> repo.ts:Repo.check\n"
      "repo.ts:Repo.open -> repo.ts:Repo.constructor\n");
}

TEST_CASE("JavaScript: up and down the classes") {
  CHECK(Links(R"(
// --- base.ts
export abstract class Base { constructor() {} run() { this.step(); } abstract step(): void; log() {} }
export interface Port { send(x: string): void; }
// --- a.ts
import { Base, Port } from "./base";
export class A extends Base implements Port { step() { super.log(); } send() {} }
export class B extends A { constructor() { super(); } step() {} }
// --- use.ts
import { A, B } from "./a";
import { Base, Port } from "./base";
export function port(p: Port) { p.send(""); }
export function base(b: Base) { b.step(); b.log(); }
export function exact() { new A().step(); new B().log(); }
)") == "a.ts:A.step -> base.ts:Base.log\na.ts:B.constructor -> base.ts:Base.constructor\n"
       "base.ts:Base.run -> a.ts:A.step [dispatch]\nbase.ts:Base.run -> a.ts:B.step [dispatch]\n"
       "use.ts:port -> a.ts:A.send [dispatch]\n"
       "use.ts:base -> a.ts:A.step [dispatch]\nuse.ts:base -> a.ts:B.step [dispatch]\n"
       "use.ts:base -> base.ts:Base.log\n"
       "use.ts:exact -> a.ts:A.step\nuse.ts:exact -> a.ts:B.constructor\n"
       "use.ts:exact -> base.ts:Base.constructor\nuse.ts:exact -> base.ts:Base.log\n");
}

TEST_CASE("JavaScript: what is handed on by name") {
  CHECK(Links(R"(
// --- a.tsx
import { handler, Repo, api, List, logger } from "./b";
import app from "express";
app.get("/x", handler);
export function run(xs) { xs.map(handler); return <List onClick={handler} />; }
export function whole() { app.use(api); use(logger); }
function use(x) {}
@Module({ providers: [Repo] })
export class Root {}
export function key() { use(Repo); }
export function made() { app.use(new Repo()); }
function Module(x) { return (c) => c; }
// --- b.tsx
export function handler() {}
export class Repo { constructor() {} save() {} }
export const api = { load() {}, save: handler };
export const List = () => null;
class Logger { log() {} }
export const logger = new Logger();
)") == "a.tsx -> a.tsx:Module\na.tsx -> b.tsx:handler [dispatch]\n"
       "a.tsx -> b.tsx:Repo.constructor [dispatch]\na.tsx -> b.tsx:Repo.save [dispatch]\n"
       "a.tsx:run -> b.tsx:handler [dispatch]\na.tsx:run -> b.tsx:List\n"
       "a.tsx:whole -> a.tsx:use\na.tsx:whole -> b.tsx:handler [dispatch]\n"
       "a.tsx:whole -> b.tsx:api.load [dispatch]\n"
       "a.tsx:key -> a.tsx:use\na.tsx:key -> b.tsx:Repo.constructor [dispatch]\n"
       "a.tsx:key -> b.tsx:Repo.save [unknown]\n"
       "a.tsx:made -> b.tsx:Repo.constructor\na.tsx:made -> b.tsx:Repo.save [dispatch]\n");
}

TEST_CASE("JavaScript: an interface that is implemented by what a class inherits") {
  CHECK(Links(R"(
// --- test/fake.ts
import { Port } from "../a";
export class Fake implements Port { send() {} }
// --- a.ts
export interface Port { send(): void }
export interface Narrow extends Port { only: true }
class Sender { send() {} }
export class Mail extends Sender implements Port {}
export function run(p: Port) { p.send(); }
export function narrow(p: Narrow) { p.send(); }
type Props = Port & { mail: Mail };
export function view({ mail }: Props) { mail.send(); }
)") == "a.ts:run -> a.ts:Sender.send [dispatch]\na.ts:narrow -> a.ts:Sender.send [dispatch]\n"
       "a.ts:view -> a.ts:Sender.send\n");
}

TEST_CASE("JavaScript: objects of closures that a function makes for an interface") {
  CHECK(Links(R"(
// --- a.ts
import { Repo, createRepo } from "./b";
export function typed(repo: Repo) { repo.save(); repo.load(); }
export function made() { createRepo().save(); }
class Timer { constructor() { this.time = () => read(); } stop() { this.time(); } }
function read() {}
// --- b.ts
export interface Repo { save(): void; load(): void }
export const createRepo = (): Repo => ({ save: async () => {}, load });
function load() {}
)") == "a.ts:typed -> b.ts:createRepo [dispatch]\na.ts:typed -> b.ts:load [dispatch]\n"
       "a.ts:made -> b.ts:createRepo\n"
       "a.ts:Timer.constructor -> a.ts:read\na.ts:Timer.stop -> a.ts:Timer.constructor\n"
       "b.ts:createRepo -> b.ts:load [dispatch]\n");
}

TEST_CASE("JavaScript: an interface and a token of one name, and containers that are asked by it") {
  CHECK(Links(R"(
// --- log.ts
export function createToken(name: string): Token { return new Token(); }
export class Token {}
export interface ILog { warn(): void }
export const ILog = createToken("log");
export class Log implements ILog { warn() {} }
export class Other extends Token { warn() {} }
// --- a.ts
import { ILog } from "./log";
export function typed(log: ILog) { log.warn(); }
export function asked(container) { container.get(ILog).warn(); }
export class User { constructor(@ILog log: ILog) {} }
export function made(container) { container.createInstance(Other, 1).run(); }
class Other { constructor() {} run() {} }
)") == "a.ts:typed -> log.ts:Log.warn [dispatch]\na.ts:asked -> log.ts:Log.warn [dispatch]\n"
       "a.ts:made -> a.ts:Other.constructor [dispatch]\na.ts:made -> a.ts:Other.run\n"
       "log.ts -> log.ts:createToken\n");
}

TEST_CASE("JavaScript: members that functions add to what they are given") {
  CHECK(Links(R"(
// --- user/index.js
const User = module.exports;
require("./create")(User);
Object.assign(User, require("./more"));
User.own = function () {};
// --- user/create.js
module.exports = function (User) { User.create = async function () { User.own(); }; };
// --- user/more.js
exports.more = () => {};
// --- a.js
const user = require("./user");
function run() { user.create(); user.more(); user.own(); }
)") == "a.js:run -> user/create.js:exports\na.js:run -> user/index.js:User.own\n"
       "a.js:run -> user/more.js:exports.more\nuser/create.js:exports -> user/index.js:User.own "
       "[unknown]\n"
       "user/index.js -> user/create.js:exports\n");
}

TEST_CASE("JavaScript: a method of an unknown object, when one class near by has it") {
  const std::string tree = R"(
// --- a.js
require("./b");
function run(x) { x.chargeCard(); x.settle(); x.refundAll(); x.farAway(); }
// --- b.js
class Bank { chargeCard() {} settle() {} refundAll() {} }
// --- c.js
class Shop { refundAll() {} }
// --- d.js
class Far { farAway() {} }
)";
  CHECK(Links(tree) ==
        "a.js:run -> b.js:Bank.chargeCard [dispatch]\n"
        "a.js:run -> b.js:Bank.settle [unknown]\n");
}

TEST_CASE("JavaScript: hostile re-exports, aliases and classes end") {
  std::string tree;
  for (int i = 0; i < 200; ++i) {
    const std::string next = std::to_string((i + 1) % 200);
    tree += "// --- m" + std::to_string(i) + ".ts\nexport * from './m" + next + "';\nexport { f" +
            next + " as f" + std::to_string(i) + " } from './m" + next + "';\n";
  }
  tree += "// --- use.ts\nimport { f0, nobody } from './m0';\nfunction run() { f0(); nobody(); }\n";
  tree +=
      "// --- wide.ts\nexport abstract class Base { abstract step(): void; go() { this.step(); } "
      "}\n";
  for (int i = 0; i < 2'000; ++i)
    tree += "class C" + std::to_string(i) + " extends " +
            (i % 2 == 0 ? "Base" : "C" + std::to_string(i - 1)) + " { step() {} }\n";
  tree += "class Loop1 extends Loop2 { x() { this.y(); } }\nclass Loop2 extends Loop1 {}\n";
  const TestCallGraph graph(tree);
  CHECK(graph.calls().edge_count() < 1'000);
  CHECK(graph.Lines().find("wide.ts:Base.go -> wide.ts:C0.step [unknown]") != std::string::npos);
}

TEST_CASE("JavaScript calls: this in a class without a name is no class of another file") {
  CHECK(TestCallGraph(R"(
// --- package.json
{ "name": "x" }
// --- a.ts
import { Other } from "./b";
export const registry = new class { registerCommand(id) { return this.registerCommand(id); } };
// --- b.ts
export class Other { registerCommand() {} }
)")
            .Lines() == "a.ts -> a.ts:registry [dispatch]\n");
}

}  // namespace krepis::analyzer
