// What stands inside of all others, the handler apart.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "validation-last"
last = ["validation"]
// --- app.ts
import express from "express";
import { body } from "express-validator";
import helmet from "helmet";
const app = express();
app.get("/x", helmet(), body("name"), (request, response) => response.send("x"));
app.get("/y", body("name"), helmet(), (request, response) => response.send("y"));  // error: [ordering/last validation-last] "'npm/express-validator#body' (validation) is not the last on route 'GET /y': 'npm/helmet' stands inside it"
