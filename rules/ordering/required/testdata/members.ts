// Guards that are members of what another file exports as its default.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["auth.required"]
[[ordering.rules]]
id = "all-guarded"
required = ["auth"]
// --- auth.ts
const guard = (strict: boolean) => (request: any, response: any, next: () => void) =>
  request.user || !strict ? next() : response.sendStatus(401);
const auth = { required: guard(true), optional: guard(false) };
export default auth;
// --- app.ts
import express from "express";
import auth from "./auth";
const app = express();
app.get("/a", auth.required, (request, response) => response.send("a"));
app.get("/b", auth.optional, (request, response) => response.send("b"));  // error: [ordering/required all-guarded] "route 'GET /b' has no 'auth' in its chain (auth.optional > (anonymous))"
