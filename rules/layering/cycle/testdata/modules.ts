// Modules can form a cycle although no files do.
# --- krepis.toml
version = 1
[modules.orders]
files = ["orders/**"]
[modules.people]
files = ["people/**"]
[[rules]]
id = "no-module-cycles"
cycles = { level = "module", within = "*" }
because = "orders and people are released apart"
// --- orders/order.ts
import { person } from "../people/person"; // error: [layering/cycle no-module-cycles] "cycle of 2 modules: orders -> people -> orders"
//                      ^^^^^^^^^^^^^^^^
export const order = person;
// --- orders/money.ts
export const money = 1;
// --- people/person.ts
export const person = 1;
// --- people/salary.ts
import { money } from "../orders/money";
export const salary = money;
