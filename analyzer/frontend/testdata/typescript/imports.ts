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
let annotated: import("./annotated.js").T;
let asked: typeof import("./asked.js").member;
interface Fields { one: import("./field.js").A<import("./argument.js").B>; two(): typeof import('./result.js') }
type Mapped = { [K in keyof import("./mapped.js").M]: () => import(/* why */ "./nested.js").N };
const cast = lazy as import("./cast.js").C;
const mock = await original<typeof import("./mocked.js")>();
const mocks = original<typeof import("./compared.js")>(name);
load<import("./generic.js").G>(() => import("./loaded.js"));
// let no: import("./comment.js").T; and not import.meta either
let text: `import("./template.js")` = import.meta.url;
export type * as types from "./types.js";
