// Reaching over another file is enough, unless the rule says direct.
# --- krepis.toml
version = 1
[modules.entry]
files = ["entry/**"]
[modules.telemetry]
files = ["telemetry/**"]
[[rules]]
id = "entries-reach-telemetry"
require = { from = "entry", to = "telemetry" }
[[rules]]
id = "entries-install-it"
require = { from = "entry", to = "telemetry" }
reach = "direct"
// --- entry/web.ts
import { install } from "../telemetry/install";
install();
// --- entry/worker.ts
import "./web";
// --- entry/cron.ts
console.log("nothing");
// --- telemetry/install.ts
export function install() {}
