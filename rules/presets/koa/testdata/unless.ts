// https://github.com/koajs/jwt#example: jwt().unless() lets the requests through that it names. Not decided, and a guard that
// is one.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- unless.ts
// differential: not run, koa-jwt wants a token
import cors from "@koa/cors";
import Router from "@koa/router";
import Koa from "koa";
import jwt from "koa-jwt";
const app = new Koa();
const router = new Router();
app.use(jwt({ secret: "s" }).unless({ path: [/^\/public/] }));
app.use(cors());  // unknown: [barrier] "whether 'unless' is 'auth', and always, is not known"
router.get("/public", async function open(ctx: any) { ctx.body = "x"; });  // chain: [GET /public] "unless [auth]? > npm/@koa/cors [cors] > open" unknown: [barrier] "'guarded' cannot be decided"
app.use(router.routes());
// --- always.ts
import cors from "@koa/cors";
import Router from "@koa/router";
import Koa from "koa";
import jwt from "koa-jwt";
const app = new Koa();
const router = new Router();
app.use(jwt({ secret: "s" }));
app.use(cors());  // error: [ordering/before koa-cors-before-auth] "stands inside"
router.get("/always", async function always(ctx: any) { ctx.body = "x"; });  // chain: [GET /always] "npm/koa-jwt [auth] > npm/@koa/cors [cors] > always"
app.use(router.routes());
