// https://hono.dev/docs/helpers/factory: applications, middleware and lists of handlers that a factory makes.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- app.ts
// differential: not run, hono/jwt wants a token
import { cors } from "hono/cors";
import { createFactory, createMiddleware } from "hono/factory";
import { jwt } from "hono/jwt";
const factory = createFactory();
const app = factory.createApp();
const stamp = factory.createMiddleware(async (c, next) => { await next(); });
const some = createMiddleware(async (c, next) => jwt({ secret: "s", alg: "HS256" })(c, next));
const handlers = factory.createHandlers(jwt({ secret: "s", alg: "HS256" }), function guarded(c: any) { return c.text("x"); });
app.use(stamp);
app.get("/guarded", ...handlers);  // chain: [GET /guarded] "stamp > npm/hono/jwt#jwt [auth] > guarded"
app.get("/open", function open(c: any) { return c.text("x"); });  // error: [ordering/required guarded] "has no 'auth' in its chain (stamp > open)"
app.get("/some", some, function maybe(c: any) { return c.text("x"); });  // chain: [GET /some] "stamp > some [auth]? > maybe" unknown: [barrier] "whether 'some' is 'auth', and always, is not known"
// --- bad.ts
import { cors } from "hono/cors";
import { createFactory } from "hono/factory";
import { jwt } from "hono/jwt";
const app = createFactory().createApp();
app.use(jwt({ secret: "s", alg: "HS256" }));
app.use(cors());  // error: [ordering/before hono-cors-before-auth] "stands inside"
app.get("/bad", function bad(c: any) { return c.text("x"); });  // chain: [GET /bad] "npm/hono/jwt#jwt [auth] > npm/hono/cors#cors [cors] > bad"
// --- filled.ts
import { createFactory } from "hono/factory";
import { jwt } from "hono/jwt";
const app = createFactory({ initApp: (made) => { made.use(jwt({ secret: "s", alg: "HS256" })); } }).createApp();
app.get("/filled", function filled(c: any) { return c.text("x"); });  // chain: [GET /filled] "createFactory(…)?? > filled" unknown: [barrier] "'guarded' cannot be decided"
