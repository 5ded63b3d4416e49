// What people reported, cut down to the function.
// --- express-2508.js
// expressjs/express#2508: "it never goes inside error handlers".
const express = require("express");
const app = express();
if (app.get("env") === "development") {
  app.use(function (err, req, res) { // error: [contract/error-handler-shape] "this function with the parameters (err, req, res)"
    res.status(err.status || 500);
    res.render("error", { message: err.message, error: err });
  });
}
// --- express-3019.js
// expressjs/express#3019: the handler runs where nothing failed, as an ordinary middleware.
const express = require("express");
const app = express();
app.use((err, req, res) => { // error: [contract/error-handler-shape] "this function with the parameters (err, req, res)"
  res.status(err.status || 500).json({ error: err.message });
});
// --- tilerator-33/util.js
// kartotherian/tilerator pull request 33: "TypeError: res.status is not a function".
function handleError(err, req, res) { // error: [contract/error-handler-shape] "'handleError' with the parameters (err, req, res)"
  res.status(err.status || 500).json({ error: err.message });
}
function setErrorHandler(app) {
  app.use(handleError);
}
module.exports = { setErrorHandler };
// --- tilerator-33/package.json
{ "name": "tilerator", "dependencies": { "express": "^4" } }
