import type { NextFunction, Request, Response } from "express";

export function requireUser(req: Request, res: Response, next: NextFunction) {
  if (!req.headers.authorization) {
    res.status(401).end();
    return;
  }
  next();
}

export function countVisits(req: Request, res: Response, next: NextFunction) {
  if (req.headers.dnt === "1") {
    next();
  }
  visits.set(req.path, (visits.get(req.path) ?? 0) + 1);
  next();
}

export const visits = new Map<string, number>();
