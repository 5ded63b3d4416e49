// Relative imports that lead nowhere; packages that are not installed are externals.
# --- krepis.toml
version = 1
[workspace]
unresolved = { max = 0, level = "error" }
[modules.app]
files = ["**"]
// --- main.ts
import { a } from "./gone"; // error: [layering/unresolved] "cannot resolve './gone'"
//                 ^^^^^^
import express from "express";
const b = require("./also-gone"); // error: [layering/unresolved] "cannot resolve './also-gone'"
//                 ^^^^^^^^^^^
const c = import("./here");
export const all = [a, express, b, c];
// --- here.ts
export {};
