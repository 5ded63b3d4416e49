// Each captured value is a module of its own among peers; modules that the order does not name are free.
# --- krepis.toml
version = 1
[modules.app]
files = ["apps/{name}/**"]
[modules.free]
files = ["free/**"]
[layers]
order = ["app:shop | app:admin"]
// --- apps/shop/a.ts
import { b } from "../admin/b"; // error: [layering/peer] "'app:shop' and 'app:admin' are peers that may not use each other"
//                 ^^^^^^^^^^
import { c } from "../mail/c";
import { c2 } from "./c2";
export const a = [b, c, c2];
// --- apps/shop/c2.ts
export const c2 = 1;
// --- apps/admin/b.ts
export const b = 1;
// --- apps/mail/c.ts
import { b } from "../admin/b";
import { free } from "../../free/free";
export const c = [b, free];
// --- free/free.ts
import { b } from "../apps/admin/b";
export const free = b;
