// https://fastify.dev/docs/latest/Reference/Hooks/#scope and https://github.com/fastify/help/issues/323: a hook covers its context, wherever it stands.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["checkToken"]
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- app.ts
import fastify from "fastify";
const app = fastify();
async function checkRoles(request: any, reply: any) {}
async function checkToken(request: any, reply: any) {}
app.get("/", { preValidation: checkRoles }, async function list(request: any, reply: any) { return "x"; });  // chain: [GET /] "checkToken [auth] > checkRoles > list"
app.addHook("preValidation", checkToken);
app.get("/search", async function search(request: any, reply: any) { return "x"; });  // chain: [GET /search] "checkToken [auth] > search"
