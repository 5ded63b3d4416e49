// Each captured value is a module of its own: `visible_to` speaks of the values of the module that it stands in.
# --- krepis.toml
version = 1
[modules.page]
files = ["pages/{feature}/**"]
[modules.data]
files = ["data/{feature}/**"]
visible_to = ["page:{feature}"]
// --- pages/cart/page.ts
import { cart } from "../../data/cart/rows";
import { search } from "../../data/search/rows"; // error: [layering/visibility] "module 'data:search' is not visible to 'page:cart'"
//                      ^^^^^^^^^^^^^^^^^^^^^^
export const page = [cart, search];
// --- data/cart/rows.ts
import { search } from "../search/rows"; // error: [layering/visibility] "module 'data:search' is not visible to 'data:cart'"
//                      ^^^^^^^^^^^^^^
import { more } from "./more";
export const cart = [search, more];
// --- data/cart/more.ts
export const more = 1;
// --- data/search/rows.ts
export const search = 1;
