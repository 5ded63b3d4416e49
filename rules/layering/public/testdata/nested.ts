// A module inside the folder of another is a stranger to it, both ways; the more specific pattern decides which of the two a file is in.
# --- krepis.toml
version = 1
[modules.core]
files = ["core/**"]
public = ["core/index.ts"]
[modules.plugin]
files = ["core/plugin/**"]
public = ["core/plugin/index.ts"]
// --- core/index.ts
import { plugin } from "./plugin/index";
import { detail } from "./plugin/detail"; // error: [layering/public] "core/plugin/detail.ts is not a public file of module 'plugin'"
//                      ^^^^^^^^^^^^^^^
import { inner } from "./inner";
export const core = [plugin, detail, inner];
// --- core/inner.ts
export const inner = 1;
// --- core/plugin/index.ts
import { core } from "../index";
import { inner } from "../inner"; // error: [layering/public] "core/inner.ts is not a public file of module 'core'"
//                     ^^^^^^^^
import { detail } from "./detail";
export const plugin = () => [core, inner, detail];
// --- core/plugin/detail.ts
export const detail = 1;
