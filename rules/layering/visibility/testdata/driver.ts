// Only the modules that are named may depend on the driver.
# --- krepis.toml
version = 1
[modules.app]
files = ["app/**"]
[modules.store]
files = ["store/**"]
[modules.driver]
files = ["driver/**"]
visible_to = ["store"]
// --- app/main.ts
import { connect } from "../driver/connect"; // error: [layering/visibility] "module 'driver' is not visible to 'app'"
//                       ^^^^^^^^^^^^^^^^^
connect();
// --- store/rows.ts
import { connect } from "../driver/connect";
export const rows = connect();
// --- driver/connect.ts
import { retry } from "./retry";
export const connect = retry;
// --- driver/retry.ts
export const retry = () => [];
