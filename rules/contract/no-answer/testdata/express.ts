// Express: paths that leave a request hanging, and what only looks like them.
// --- mw.ts
import type { NextFunction, Request, Response } from "express";
export function noElse(req: Request, res: Response, next: NextFunction) { // warning: [contract/no-answer] "'noElse' can end without having answered or continued"
  if (req.headers.authorization) {
    next();
  }
}
export function bareReturn(req: Request, res: Response, next: NextFunction) {
  if (!req.headers.authorization) {
    return; // warning: [contract/no-answer] "'bareReturn' can return without having answered or continued"
//  ^^^^^^^
  }
  next();
}
export function statusAlone(req: Request, res: Response, next: NextFunction) {
  if (!req.headers.authorization) {
    return res.status(401); // warning: [contract/no-answer] "'statusAlone' can return"
  }
  next();
}
export async function swallowed(req: Request, res: Response, next: NextFunction) { // warning: [contract/no-answer] "'swallowed' can end"
  try {
    res.json(await load(req));
  } catch (problem) {
    console.error(problem);
  }
}
export function missingCase(req: Request, res: Response, next: NextFunction) { // warning: [contract/no-answer] "'missingCase' can end"
  switch (req.method) {
    case "GET":
      next();
      break;
    case "POST":
      res.sendStatus(405);
      break;
  }
}
export function handler(err: Error, req: Request, res: Response, next: NextFunction) { // warning: [contract/no-answer] "'handler' can end"
  res.statusCode = 500;
  if (req.accepts("json")) res.json({ error: err.message });
}

export function thrown(req: Request, res: Response, next: NextFunction) {
  if (!req.headers.authorization) throw new Error("no token");
  next();
}
export function handedOn(req: Request, res: Response, next: NextFunction) {
  if (!req.headers.authorization) return refuse(res);
  next();
}
export function inCallback(req: Request, res: Response, next: NextFunction) {
  if (req.path === "/") return next();
  setTimeout(() => res.end(), 10);
}
export function named(req: Request, res: Response, next: NextFunction) {
  const fail = () => res.sendStatus(401);
  if (!req.headers.authorization) return fail();
  next();
}
export function exclusive(req: Request, res: Response, next: NextFunction) {
  if (req.path === "/") res.end();
  if (req.path !== "/") next();
}
export function flagged(req: Request, res: Response, next: NextFunction) {
  let done = false;
  if (req.path === "/") {
    done = true;
    res.end();
  }
  if (!done) next();
}
export function asked(req: Request, res: Response, next: NextFunction) {
  if (res.headersSent) return;
  next();
}
export function piped(req: Request, res: Response, next: NextFunction) {
  if (req.path !== "/") return next();
  open(req.path).pipe(res);
}
export async function nothingElseThrows(req: Request, res: Response, next: NextFunction) {
  try {
    next();
  } catch (problem) {
    console.error(problem);
  }
}
export const wrapped = wrap(async (req: Request, res: Response, next: NextFunction) => {
  if (req.path !== "/") return next();
  return load(req);
});
export function delegated(req: Request, res: Response, next: NextFunction) {
  legacy.apply(null, arguments);
}
export async function throwsBehind(req: Request, res: Response, next: NextFunction) {
  try {
    await pipeline(req, res);
  } catch (problem) {
    console.error(problem);
  }
}
export function anyOf(req: Request, res: Response, next: NextFunction) {
  for (const handler of handlers) handler(req, res);
}
export function setElsewhere(req: Request, res: Response, next: NextFunction) {
  let skip = false;
  const go = () => {
    skip = true;
    next();
  };
  hook(req, go);
  if (skip) return;
  res.end();
}
export function gone(req: Request, res: Response, next: NextFunction) {
  if (req.destroyed) return;
  next();
}
export function finallyAnswers(req: Request, res: Response, next: NextFunction) {
  try {
    if (req.path === "/") return;
    note(req);
  } finally {
    next();
  }
}
declare function pipeline(from: unknown, to: unknown): Promise<void>;
declare const handlers: ((...all: unknown[]) => void)[];
declare function hook(req: Request, go: () => void): void;
declare function load(req: Request): Promise<object>;
declare function refuse(res: Response): void;
declare function note(req: Request): void;
declare function wrap(f: unknown): unknown;
declare function open(path: string): { pipe(to: unknown): void };
declare const legacy: (...all: unknown[]) => void;
// --- app.ts
import express from "express";
const app = express();
app.use((req, res, next) => { // warning: [contract/no-answer] "this function can end"
  console.log(req.url);
});
app.get("/", (a, b, c) => { // warning: [contract/no-answer] "this function can end"
  if (a.user) b.json(a.user);
});
// There is an error, else it is not called: gothinkster/node-express-realworld-example-app, src/main.ts.
app.use((err, req, res, next) => {
  if (err && err.status) return res.sendStatus(err.status);
  else if (err) res.status(500).end();
});
app.use((err, req, res, next) => { // warning: [contract/no-answer] "this function can end"
  if (err.status) res.sendStatus(err.status);
});
