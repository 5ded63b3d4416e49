// https://github.com/koajs/koa/wiki#middleware: stages by the packages that are imported; CORS behind a guard is bad.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser"]
// --- good.ts
import cors from "@koa/cors";
import Router from "@koa/router";
import Koa from "koa";
import bodyParser from "koa-bodyparser";
import helmet from "koa-helmet";
const app = new Koa();
const router = new Router();
async function requireUser(ctx: any, next: any) { await next(); }
app.use(helmet());
app.use(cors());
app.use(requireUser);
app.use(bodyParser());
router.post("/good", async function good(ctx: any) { ctx.body = "x"; });  // chain: [POST /good] "npm/koa-helmet [security-headers] > npm/@koa/cors [cors] > requireUser [auth] > npm/koa-bodyparser [body] > good"
app.use(router.routes());
// --- bad.ts
import cors from "@koa/cors";
import Router from "@koa/router";
import Koa from "koa";
const app = new Koa();
const router = new Router();
async function requireUser(ctx: any, next: any) { await next(); }
app.use(requireUser);
app.use(cors());  // error: [ordering/before koa-cors-before-auth] "stands inside"
router.get("/bad", async function bad(ctx: any) { ctx.body = "x"; });  // chain: [GET /bad] "requireUser [auth] > npm/@koa/cors [cors] > bad"
app.use(router.routes());
