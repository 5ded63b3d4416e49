// Routers that are mounted in a loop: a pattern may mean their routes, so it is no mistake.
# --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["requireUser"]
[[ordering.rules]]
id = "users-are-guarded"
required = ["auth"]
routes = ["/v1/users/**"]
// --- auth.js
exports.requireUser = (request, response, next) => (request.user ? next() : response.sendStatus(401));
// --- users.js
const express = require("express");
const { requireUser } = require("./auth");
const router = express.Router();
router.get("/me", requireUser, (request, response) => response.send("me"));
router.get("/:id", (request, response) => response.send("x"));  // unknown: [barrier] "where its router is mounted is not seen"
module.exports = router;
// --- app.js
const express = require("express");
const users = require("./users");
const app = express();
for (const [path, router] of [["/v1/users", users]]) app.use(path, router);
