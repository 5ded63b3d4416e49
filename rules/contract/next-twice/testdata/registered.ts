// A function is a behaviour by being registered, in this file or another, whatever its parameters are called.
// --- guards.ts
import type { Request, Response } from "express";
export const guard = (request: Request, answer: Response, go) => {
  if (!request.headers.authorization) go();
  go(); // error: [contract/next-twice] "'guard' can call go() a second time on one path"
};
export default function named(request: Request, answer: Response, go) {
  go();
  go(); // error: [contract/next-twice] "'named' can call go() a second time on one path"
}
export const walker = (node, depth, visit) => {
  visit();
  visit();
};
// --- app.ts
import express from "express";
import second, { guard, walker } from "./guards";
const app = express();
app.use(guard);
app.get("/", second, (req, res) => res.end());
app.use((a, b, c) => {
  c();
  c(); // error: [contract/next-twice] "this function can call c() a second time on one path"
});
walk(walker);
declare function walk(walker: unknown): void;
// --- app.test.ts
import express from "express";
const app = express();
app.use((req, res, next) => {
  next();
  next();
});
