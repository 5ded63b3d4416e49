// https://expressjs.com/en/resources/middleware.html: stages by the packages that are imported.
// --- app.ts
import cors from "cors";
import express from "express";
import helmet from "helmet";
import cookieParser from "cookie-parser";
const app = express();
app.use(helmet());
app.use(cors());
app.use(cookieParser());
app.use(express.json());
app.post("/x", express.text(), function x(req: any, res: any) { res.send("x"); });  // chain: [POST /x] "npm/helmet [security-headers] > npm/cors [cors] > npm/cookie-parser [cookies] > npm/express#json [body] > npm/express#text [body] > x"
