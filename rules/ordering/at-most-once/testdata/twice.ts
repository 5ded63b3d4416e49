// Counted twice on the routes that both cover.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "limited-once"
at_most_once = ["rate-limit"]
// --- app.ts
import express from "express";
import rateLimit from "express-rate-limit";
const app = express();
const open = (request: any, response: any) => response.send("ok");
app.use(rateLimit({ max: 100 }));
app.get("/x", open);
app.post("/login", rateLimit({ max: 5 }), open);  // error: [ordering/at-most-once limited-once] "'npm/express-rate-limit' (rate-limit) stands a second time on route 'POST /login'"
