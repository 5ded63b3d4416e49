// Express: an answer and a continuation on one path.
// --- mw.ts
import type { NextFunction, Request, Response } from "express";
export function missingReturn(req: Request, res: Response, next: NextFunction) {
  if (!req.headers.authorization) {
    res.status(401).json({ error: "no token" });
  }
  next(); // error: [contract/continue-after-answer] "'missingReturn' answers with res.status(401).json(…) and can continue with next() all the same"
//^^^^^^
}
export function otherRoute(req: Request, res: Response, next: NextFunction) {
  res.sendStatus(500);
  next("route"); // error: [contract/continue-after-answer] "'otherRoute' answers with res.sendStatus(…)"
}
export function forLogging(req: Request, res: Response, next: NextFunction) {
  res.sendStatus(500);
  next(new Error("failed"));
}
export async function afterTry(req: Request, res: Response, next: NextFunction) {
  try {
    await check(req);
  } catch (problem) {
    res.status(403).send("no");
  }
  return next(); // error: [contract/continue-after-answer] "'afterTry' answers with res.status(403).send(…)"
}
export function fallsThrough(req: Request, res: Response, next: NextFunction) {
  switch (req.method) {
    case "TRACE":
      res.sendStatus(405);
    default:
      next(); // error: [contract/continue-after-answer] "'fallsThrough' answers with res.sendStatus(…)"
  }
}

export function returns(req: Request, res: Response, next: NextFunction) {
  if (!req.headers.authorization) return res.status(401).json({ error: "no token" });
  next();
}
export function branches(req: Request, res: Response, next: NextFunction) {
  if (!req.headers.authorization) res.sendStatus(401);
  else next();
}
export async function tries(req: Request, res: Response, next: NextFunction) {
  try {
    res.json(await check(req));
  } catch (problem) {
    next(problem);
  }
}
export function asks(req: Request, res: Response, next: NextFunction) {
  if (req.path === "/") res.end();
  if (!res.headersSent) next();
}
export function asksAndReturns(req: Request, res: Response, next: NextFunction) {
  if (req.path === "/") res.end();
  if (res.headersSent) return;
  next();
}
export function exclusive(req: Request, res: Response, next: NextFunction) {
  if (req.path === "/") res.end();
  if (req.path !== "/") next();
}
export function flagged(req: Request, res: Response, next: NextFunction) {
  let done = false;
  if (req.path === "/") {
    res.end();
    done = true;
  }
  if (!done) next();
}
export function prepares(req: Request, res: Response, next: NextFunction) {
  res.status(200).set("x-a", "b");
  next();
}
export function inCallback(req: Request, res: Response, next: NextFunction) {
  req.on("error", () => res.end());
  next();
}
export function rendered(req: Request, res: Response, next: NextFunction) {
  res.render("page", (problem, html) => (problem ? next(problem) : res.send(html)));
  if (req.path === "/") next();
}
declare function check(req: Request): Promise<object>;
// --- restify.js
const restify = require("restify");
const server = restify.createServer();
server.get("/", function (req, res, next) {
  res.send("hello");
  next();
});
