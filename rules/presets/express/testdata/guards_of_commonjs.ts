// What a CommonJS module exports as the members of an object, lists among them, is followed as exports are.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- common.js
const passport = require("passport");
module.exports = { all: [passport.initialize(), passport.authenticate("jwt")], guards: { user: passport.authenticate("jwt") }, open: (request, response, next) => next() };
// --- app.js
// differential: not run, the program is no ES module
const express = require("express");
const common = require("./common");
const app = express();
const open = (request, response) => response.send("x");
app.get("/required", common.all, open);  // chain: [GET /required] "npm/passport#initialize > npm/passport#authenticate [auth] > open"
app.get("/nested", common.guards.user, open);  // chain: [GET /nested] "guards.user [auth] > open"
app.get("/open", common.open, open);  // error: [ordering/required guarded] "route 'GET /open' has no 'auth' in its chain"
