import cors from "cors";
import express from "express";
import { countVisits, requireUser } from "./guards.js";
import { orders } from "./orders.js";
import { port } from "./settings.js";

const app = express();

app.use(countVisits);
app.use(cors());
app.get("/api/health", (req, res) => {
  res.send("ok");
});
app.use(requireUser);
app.get("/api/export", (req, res) => {
  res.send("every order of every customer");
});
app.use("/api/orders", orders);

app.listen(port);
