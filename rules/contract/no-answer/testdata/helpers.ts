// What never returns, and what answers by the request.
// --- guards.ts
import type { NextFunction, Request, Response } from "express";
import { assertNever, throwUnauthorized, log } from "./errors";
type Kind = "a" | "b";
declare function kindOf(req: Request): Kind;
function fail(code: number) {
  const error = new Error("no");
  if (code > 500) throw new TypeError("broken");
  throw error;
}
const denied = () => {
  throw new Error("no");
};
function mayDeny(req: Request) {
  if (!req.headers.authorization) throw new Error("no");
}
export function failing(req: Request, res: Response, next: NextFunction) {
  if (req.headers.authorization) next();
  else fail(401);
}
export function denying(req: Request, res: Response, next: NextFunction) {
  if (req.headers.authorization) return next();
  denied();
}
export function imported(req: Request, res: Response, next: NextFunction) {
  if (req.headers.authorization) next();
  else throwUnauthorized("no token");
}
export function asserting(req: Request, res: Response, next: NextFunction) {
  const kind = kindOf(req);
  if (kind === "a") return next();
  if (kind === "b") return res.sendStatus(403);
  assertNever(kind);
}
export function returning(req: Request, res: Response, next: NextFunction) { // warning: [contract/no-answer] "'returning' can end"
  mayDeny(req);
  if (req.headers.host) next();
  else log("no host");
}
export function byKind(req: Request, res: Response, next: NextFunction) {
  switch (kindOf(req)) {
    case "a":
      next();
      break;
    case "b":
      res.sendStatus(403);
      break;
  }
}
export function forgetsOne(req: Request, res: Response, next: NextFunction) { // warning: [contract/no-answer] "'forgetsOne' can end"
  switch (kindOf(req)) {
    case "a":
      next();
      break;
    default:
      log("b");
  }
}
export function destroys(req: Request, res: Response, next: NextFunction) {
  if (req.path === "/a") req.socket.destroy();
  else if (req.path === "/b") req.destroy();
  else if (req.path === "/c") res.destroy();
  else if (req.path === "/d") res.socket.end();
  else next();
}
export function upgrades(req: Request, res: Response, next: NextFunction) {
  if (req.headers.upgrade) server.handleUpgrade(req, req.socket, Buffer.alloc(0), () => {});
  else next();
}
export function roundabout(req: Request, res: Response, next: NextFunction) {
  if (req.path === "/a") return req.next();
  if (req.path === "/b") return void req.res.status(404).end();
  next();
}
export function address(req: Request, res: Response, next: NextFunction) { // warning: [contract/no-answer] "'address' can end"
  if (allowed(req.socket.remoteAddress)) next();
}
declare function allowed(address: string): boolean;
declare const server: { handleUpgrade(...args: unknown[]): void };
// --- errors.ts
export declare function assertNever(value: never): never;
export declare function throwUnauthorized(message: string): never;
export declare function log(message: string): void;
