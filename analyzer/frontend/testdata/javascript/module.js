#!/usr/bin/env node
'use strict';
const express = require('express');
const { join, resolve: r } = require("node:path");
const app = express();
app.use(cors(), (req, res, next) => { next(); });
app.get('/x', auth, async function handler(req, res) { res.send(await load(req.params.id)); });
class Store extends EventEmitter {
  static instance = null;
  #secret = 1;
  @observable value = create();
  get(key, fallback = {}) { return this.#secret; }
}
export default class extends mixin(Store) {}
export { app as default, join };
import { default as d, "string name" as s } from './other.mjs';
module.exports = { app, Store };
exports.later = () => import('./later.js');
with (app) { use(); }
const element = <App onClick={run(1)} />;
using handle = open();
