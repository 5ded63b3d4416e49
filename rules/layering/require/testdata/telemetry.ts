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
import "./web"; // error: [layering/require entries-install-it] "entry/worker.ts does not depend on 'telemetry', which 'entries-install-it' requires"
// --- entry/cron.ts
console.log("nothing"); // error: [layering/require entries-install-it] "entry/cron.ts does not depend on 'telemetry', which 'entries-install-it' requires" error: [layering/require entries-reach-telemetry] "entry/cron.ts does not reach 'telemetry', which 'entries-reach-telemetry' requires"
// --- telemetry/install.ts
export function install() {}
