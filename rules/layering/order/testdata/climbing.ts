// A lower layer that uses a higher one, directly and through a re-export; downwards is fine, and so is what stands outside the order.
# --- krepis.toml
version = 1
[modules.app]
files = ["app/**"]
[modules.domain]
files = ["domain/**"]
[modules.store]
files = ["store/**"]
[modules.tools]
files = ["tools/**"]
[layers]
order = ["app", "domain", "store"]
// --- app/main.ts
import { price } from "../domain/price";
export const total = price;
// --- app/types.ts
export interface Options { currency: string }
// --- domain/price.ts
import type { Options } from "../app/types"; // error: [layering/order] "'domain' may not depend on 'app', which stands above it"
//                            ^^^^^^^^^^^^
import { total } from "../app/main"; // error: [layering/order] "'domain' may not depend on 'app', which stands above it"
//                     ^^^^^^^^^^^
import { rows } from "../store/rows";
export const price = (o: Options) => rows.length + total.length;
// --- store/rows.ts
export * from "../app/main"; // error: [layering/order] "'store' may not depend on 'app', which stands above it"
//             ^^^^^^^^^^^
export const rows: string[] = [];
const lazy = () => import("../domain/price"); // error: [layering/order] "'store' may not depend on 'domain', which stands above it"
//                         ^^^^^^^^^^^^^^^
// --- tools/build.ts
import { total } from "../app/main";
console.log(total);
