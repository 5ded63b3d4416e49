import "./side-effect.js";
import fallback from "react";
import fallback2, { a, b as c, type D, default as e } from "./named.js";
import * as ns from 'node:fs';
import type { Only } from "./types.js";
import type Def from "./types.js";
import legacy = require("legacy");
import Short = Outer.Inner.Leaf;
import json from "./data.json" with { type: "json" };
export { a, c as d };
export { x, y as z, default as w } from "./again.js";
export * from "./all.js";
export * as group from "./group.js";
export type { T } from "./types.js";
export type * from "./types.js";
export const lazy = () => import("./lazy.js");
const name = "./" + lazy;
import(name).then((m) => m.run());
import(`./plain.js`);
const old = require("./old.cjs");
// krepis: allow(layering/deny) why="the migration ends in March"
/* no directive */
/** krepis: allow-file(ordering/before)
 *  why="generated" */
export default old;
