// Only what jumps over the closed layer is found.
# --- krepis.toml
version = 1
[modules.app]
files = ["app/**"]
[modules.service]
files = ["service/**"]
[modules.store]
files = ["store/**"]
[modules.driver]
files = ["driver/**"]
[layers]
order = ["app", "service", "store", "driver"]
closed = ["service"]
// --- app/main.ts
import { orders } from "../service/orders";
import { rows } from "../store/rows"; // error: [layering/closed] "'app' reaches 'store' past the closed layer 'service'"
//                    ^^^^^^^^^^^^^
export const main = [orders, rows];
// --- service/orders.ts
import { socket } from "../driver/socket";
export const orders = socket;
// --- store/rows.ts
import { socket } from "../driver/socket";
export const rows = socket;
// --- driver/socket.ts
export const socket = 1;
