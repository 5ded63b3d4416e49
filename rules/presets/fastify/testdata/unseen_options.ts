// https://fastify.dev/docs/latest/Reference/Routes/#full-declaration: a route whose options are computed is there, whatever it is.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["auth"]
// --- app.ts
// differential: not run, the options are of a package that is none
import fastify from "fastify";
import { options } from "generated-routes";
const app = fastify();
app.route(options);  // chain: [{/options}] "options??" unknown: [barrier] "'guarded' cannot be decided"
