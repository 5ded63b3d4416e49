// What stands outside of all others.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "logging-first"
first = ["logging", "security-headers"]
// --- app.ts
import express from "express";
import helmet from "helmet";
import morgan from "morgan";
const app = express();
app.use(helmet(), morgan("tiny"));
app.get("/x", (request, response) => response.send("x"));
// --- other.ts
import express from "express";
import morgan from "morgan";
const app = express();
app.use(express.json());
app.use(morgan("tiny"));  // error: [ordering/first logging-first] "'npm/morgan' (logging) is not the first on route 'GET /x': 'npm/express#json' stands outside it"
app.get("/x", (request, response) => response.send("x"));
