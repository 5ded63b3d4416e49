// https://hono.dev/docs/middleware/builtin/combine#except: which requests except() lets through is not followed, so the order
// of what it holds is not decided.
// --- app.ts
// differential: not run, hono/jwt wants a token
import { Hono } from "hono";
import { except } from "hono/combine";
import { cors } from "hono/cors";
import { jwt } from "hono/jwt";
const app = new Hono();
app.use("*", except("/public/*", jwt({ secret: "s", alg: "HS256" })));
app.use("/public/*", cors());  // unknown: [barrier] "whether 'npm/hono/jwt#jwt' is 'auth', and always, is not known"
app.get("/public/x", function open(c) { return c.text("x"); });  // chain: [GET /public/x] "npm/hono/jwt#jwt [auth]? > npm/hono/cors#cors [cors] > open"
// --- always.ts
import { Hono } from "hono";
import { cors } from "hono/cors";
import { jwt } from "hono/jwt";
const app = new Hono();
app.use("*", jwt({ secret: "s", alg: "HS256" }));
app.use("*", cors());  // error: [ordering/before hono-cors-before-auth] "stands inside"
app.get("/always", function always(c) { return c.text("x"); });
