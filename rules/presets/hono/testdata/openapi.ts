// https://github.com/honojs/middleware/tree/main/packages/zod-openapi#route-middleware: routes are made of options, whose middleware
// stands inside what is registered.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- app.ts
import { OpenAPIHono, createRoute } from "@hono/zod-openapi";
import { cors } from "hono/cors";
import { jwt } from "hono/jwt";
const app = new OpenAPIHono();
app.use(cors());
const route = createRoute({ method: "get", path: "/users/{id}", middleware: [jwt({ secret: "s", alg: "HS256" })] as const, responses: {} });
app.openapi(route, function user(c: any) { return c.json({}); }, (result: any) => {});  // chain: [GET /users/:id] "npm/hono/cors#cors [cors] > npm/hono/jwt#jwt [auth] > user"
app.openapi(createRoute({ method: "post", path: "/open", responses: {} }), function open(c: any) { return c.json({}); });  // error: [ordering/required guarded] "route 'POST /open' has no 'auth' in its chain"
app.use("/z/:id", jwt({ secret: "s", alg: "HS256" }));
app.openapi(createRoute({ method: "get", path: "/z/{id}", responses: {} }), function z(c: any) { return c.json({}); });  // chain: [GET /z/:id] "npm/hono/cors#cors [cors] > npm/hono/jwt#jwt [auth] > z"
// --- imported.ts
// differential: not run, the routes are of a package that is none
import { OpenAPIHono } from "@hono/zod-openapi";
import { elsewhere } from "generated-routes";
const app = new OpenAPIHono();
app.openapi(elsewhere, function unseen(c: any) { return c.json({}); });  // chain: [{/elsewhere}] "elsewhere?? > unseen" unknown: [barrier] "'guarded' cannot be decided"
