import { Router } from "express";
import { checkout } from "./cart.js";

export const orders = Router();

orders.get("/", (req, res) => {
  res.json([]);
});

orders.post("/", (req, res) => {
  res.json(checkout(req.body.items));
});
