// An inline suppression past its day: the violation is back, and the suppression is told. On its last day it still holds.
# --- krepis.toml
version = 1
[modules.app]
files = ["apps/{name}/**"]
[[rules]]
id = "apps-are-islands"
deny = { from = "app:{name}", to = "app:!{name}" }
// --- apps/shop/cart.ts
import { audit } from "../admin/audit"; /* krepis: allow(apps-are-islands) until=2026-11-21 why="until the move" */ // error: [layering/deny apps-are-islands] "apps/shop/cart.ts imports apps/admin/audit.ts, which 'apps-are-islands' forbids"
//                     ^^^^^^^^^^^^^^
//                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: [exceptions/expired] "the suppression of 'apps-are-islands' ended on 2026-11-21"
export const cart = audit;
// --- apps/shop/price.ts
// krepis: allow(apps-are-islands) until=2026-11-22 why="until the move"
import { audit } from "../admin/audit";
export const price = audit;
// --- apps/admin/audit.ts
export const audit = 1;
