// What people reported, cut down to the function.
// --- package.json
{ "name": "reported", "dependencies": { "express": "^4" } }
// --- express-6485.js
// expressjs/express#6485: a request on the path that only logs hangs for ever.
const express = require("express");
const app = express();
app.use(function (req, res, next) { // warning: [contract/no-answer] "this function can end"
  if (req.query.ok) {
    next();
  } else {
    console.log("not ok");
  }
});
