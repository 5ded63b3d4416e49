// https://github.com/expressjs/express/issues/3819: the root router's guard covers the other router too, but for what
// stands before it in the root router.
// --- app.ts
import express from "express";
import { account } from "./account";
import { root } from "./root";
const app = express();
app.use("/", root);
app.use("/account", account);
// --- guards.ts
export function accountAuth(req: any, res: any, next: () => void) { next(); }
// --- root.ts
import { Router } from "express";
import { accountAuth } from "./guards";
export const root = Router();
root.get("/", function hello(req: any, res: any) { res.send("x"); });  // chain: [GET /] "hello"
root.use(accountAuth);
root.post("/product", function product(req: any, res: any) { res.send("x"); });  // chain: [POST /product] "accountAuth > product"
// --- account.ts
import { Router } from "express";
import { accountAuth } from "./guards";
export const account = Router();
account.post("/login", function login(req: any, res: any) { res.send("x"); });  // chain: [POST /account/login] "accountAuth > login"
account.use(accountAuth);
account.patch("/", function update(req: any, res: any) { res.send("x"); });  // chain: [PATCH /account] "accountAuth > accountAuth > update"
