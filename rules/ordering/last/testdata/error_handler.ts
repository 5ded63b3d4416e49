// An Express error handler covers what is registered before it.
// --- app.ts
import express from "express";
const app = express();
app.use((error, request, response, next) => response.sendStatus(500));  // error: [ordering/last express-error-handler-last] "is registered before route 'GET /x'"
app.get("/x", (request, response) => response.send("x"));
app.get("/y", (request, response) => response.send("y"));
// --- fine.ts
import express from "express";
const app = express();
app.use(express.json());
app.use((error, request, response, next) => response.sendStatus(400));
app.get("/x", (request, response) => response.send("x"));
app.use((error, request, response, next) => response.sendStatus(500));
// --- imported.ts
import express from "express";
import { handleErrors } from "./errors";
const app = express();
app.use((error, request, response, next) => response.sendStatus(400));
app.get("/x", (request, response) => response.send("x"));
app.use(handleErrors);
// --- errors.ts
export function handleErrors(error, request, response, next) {
  response.sendStatus(500);
}
// --- unheard.ts
import express from "express";
import { handleErrors } from "some-package";
const app = express();
app.use((error, request, response, next) => response.sendStatus(400));  // unknown: [barrier] "express-error-handler-last"
app.get("/x", (request, response) => response.send("x"));
app.use(handleErrors);
