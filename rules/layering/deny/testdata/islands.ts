// Captures between from and to, exceptions to a denial, several sites of one edge.
# --- krepis.toml
version = 1
[modules.app]
files = ["apps/{name}/**"]
[[rules]]
id = "apps-are-islands"
deny = { from = "app:{name}", to = "app:!{name}", except = ["path:apps/*/public/**"] }
because = "apps are deployed separately"
fix = "move the shared part to packages/core"
// --- apps/shop/cart.ts
import { audit } from "../admin/audit"; // error: [layering/deny apps-are-islands] "apps/shop/cart.ts imports apps/admin/audit.ts, which 'apps-are-islands' forbids"
//                     ^^^^^^^^^^^^^^
import { help } from "../admin/public/help";
import { more } from "../admin/audit";
export const cart = [audit, help, more];
// --- apps/shop/price.ts
import { cart } from "./cart";
export const price = cart;
// --- apps/admin/audit.ts
export const audit = 1;
export const more = 2;
// --- apps/admin/public/help.ts
export const help = 1;
