import { appendFileSync } from "node:fs";
import { priceOf, type Item } from "./price.js";

export function discountFor(item: Item): number {
  appendFileSync("discounts.log", `${item.name}\n`);
  return item.net > 100 ? item.net * 0.05 : 0;
}

export function advert(item: Item): string {
  return `${item.name}: only ${priceOf(item)}!`;
}
