// https://hono.dev/docs/middleware/builtin/cors and https://hono.dev/docs/middleware/builtin/bearer-auth: stages by what is imported; CORS
// behind a guard is bad.
// --- good.ts
import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { logger } from "hono/logger";
import { secureHeaders } from "hono/secure-headers";
const app = new Hono();
app.use(logger(() => {}));
app.use(secureHeaders());
app.use("/api/*", cors());
app.use("/api/*", bearerAuth({ token: "good" }));
app.post("/api/x", bodyLimit({ maxSize: 1024 }), function x(c: any) { return c.text("x"); });  // chain: [POST /api/x] "npm/hono/logger#logger [logging] > npm/hono/secure-headers#secureHeaders [security-headers] > npm/hono/cors#cors [cors] > npm/hono/bearer-auth#bearerAuth [auth] > npm/hono/body-limit#bodyLimit [body-limit] > x"
// --- bad.ts
import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { cors } from "hono/cors";
const app = new Hono();
app.use(bearerAuth({ token: "good" }));
app.use(cors());  // error: [ordering/before hono-cors-before-auth] "stands inside"
app.get("/bad", function bad(c: any) { return c.text("x"); });  // chain: [GET /bad] "npm/hono/bearer-auth#bearerAuth [auth] > npm/hono/cors#cors [cors] > bad"
