// Express: the usual missing return, and what only looks like it.
// --- guard.ts
import type { NextFunction, Request, Response } from "express";
export function missingReturn(req: Request, res: Response, next: NextFunction) {
  if (!req.headers.authorization) {
    next(new Error("no token"));
  }
  next(); // error: [contract/next-twice] "'missingReturn' can call next() a second time on one path"
//^^^^^^
}
export function returns(req: Request, res: Response, next: NextFunction) {
  if (!req.headers.authorization) return next(new Error("no token"));
  next();
}
export function branches(req: Request, res: Response, next: NextFunction) {
  if (req.path === "/") {
    next();
  } else {
    next("route");
  }
}
export function loops(req: Request, res: Response, next: NextFunction) { // warning: [contract/no-answer] "'loops' can end"
  for (const name of Object.keys(req.headers)) {
    if (name === "x") next(); // error: [contract/next-twice] "'loops' can call next() more than once: it stands in a loop"
//                    ^^^^^^
  }
}
export function handedOn(req: Request, res: Response, next: NextFunction) {
  setTimeout(next, 10);
  next();
}
export const errors = (err: Error, req: Request, res: Response, next: NextFunction) => {
  try {
    next(err);
  } finally {
    next(); // error: [contract/next-twice] "'errors' can call next() a second time on one path"
//  ^^^^^^
  }
};
// --- iterator.ts
export function notABehaviour(list: unknown, index: unknown, next: () => void) {
  next();
  next();
}
