// What people reported, cut down to the function.
// --- package.json
{ "name": "reported", "dependencies": { "express": "^4" } }
// --- likeastore-maintenance-4.js
// likeastore/maintenance pull request 4: the page was sent, and the request went on all the same.
module.exports = function maintenance(options) {
  return function (req, res, next) {
    if (options.current) {
      res.status(503).render("maintenance");
    }
    return next(); // error: [contract/continue-after-answer] "'maintenance' answers with res.status(503).render(…) and can continue with next() all the same"
  };
};
// --- likeastore-app.js
const app = require("express")();
app.use(require("./likeastore-maintenance-4")({ current: true }));
// --- runnerty-76.js
// runnerty/runnerty#76: who is not authorized gets a 401, and what is behind runs all the same.
const express = require("express");
const app = express();
app.use((err, req, res, next) => {
  if (err.name === "UnauthorizedError") {
    res.status(401).send({ message: "Unauthorized" });
  }
  next(); // error: [contract/continue-after-answer] "this function answers with res.status(401).send(…)"
});
