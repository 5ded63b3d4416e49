// Suppressions that suppress nothing, have no reason, or stand two lines away; on the line, before it and for the file they work.
# --- krepis.toml
version = 1
[modules.app]
files = ["apps/{name}/**"]
[[rules]]
id = "apps-are-islands"
deny = { from = "app:{name}", to = "app:!{name}" }
[[exceptions]] # warning: [exceptions/unused] "this exception for 'apps-are-islands' excuses nothing"
#<^^^^^^^^^^^^
rule = "apps-are-islands"
from = "app:admin"
to = "app:shop"
owner = "@admin"
why = "is not needed"
// --- apps/shop/line.ts
import { audit } from "../admin/audit"; // krepis: allow(apps-are-islands) why="on the line"
export const line = audit;
// --- apps/shop/file.ts
// krepis: allow-file(layering/deny) why="the whole file"
import { audit } from "../admin/audit";
export const file = audit;
// --- apps/shop/nothing.ts
/* krepis: allow(apps-are-islands) why="nothing here" */ // warning: [exceptions/unused] "this suppression of 'apps-are-islands' suppresses nothing"
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
export const nothing = 1;
// --- apps/shop/reason.ts
/* krepis: allow(apps-are-islands) */ // warning: [exceptions/unused] "a suppression needs a reason: add why=\"…\""
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
import { audit } from "../admin/audit"; // error: [layering/deny apps-are-islands] "apps/shop/reason.ts imports apps/admin/audit.ts, which 'apps-are-islands' forbids"
//                     ^^^^^^^^^^^^^^
export const reason = audit;
// --- apps/admin/audit.ts
export const audit = 1;
