// Express knows error handlers by their four parameters.
// --- app.ts
import express from "express";
import { exported, helper, late } from "./errors";
const app = express();
function called(err, req, res) {
  res.sendStatus(500);
}
app.get("/", (req, res) => {
  called(new Error("x"), req, res);
});
app.use((err, req, res) => { // error: [contract/error-handler-shape] "this function with the parameters (err, req, res) is not called with these"
  res.status(500).json({ error: err.message });
});
app.use((error, req, res, next = () => {}) => { // error: [contract/error-handler-shape] "(error, req, res, next)"
  res.status(500).json({ error: error.message });
});
app.use((req, res, next, err) => { // error: [contract/error-handler-shape] "(req, res, next, err)"
  res.status(500).json({ error: err.message });
});
function named(err, req, res) { // error: [contract/error-handler-shape] "'named' with the parameters (err, req, res)"
  res.sendStatus(500);
}
app.use("/api", named);
app.use(exported);
app.use(late);
app.use((err, req, res, next) => {
  helper(err, req, res);
});
app.use((err, req, res, _unused) => {
  res.sendStatus(500);
});
app.use((req, res) => {
  res.sendStatus(404);
});
// --- errors.ts
import type { Request, Response } from "express";
export function exported(err: Error, req: Request, res: Response) { // error: [contract/error-handler-shape] "'exported' with the parameters (err, req, res)"
  res.sendStatus(500);
}
export const late = (err: Error, request: Request, response: Response) => { // error: [contract/error-handler-shape] "'late' with the parameters (err, request, response)"
  response.sendStatus(500);
};
export function helper(err: Error, req: Request, res: Response) {
  res.sendStatus(500);
}
