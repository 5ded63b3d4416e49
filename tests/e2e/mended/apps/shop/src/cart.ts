import { priceOf, vat, type Item } from "@shop/core";
import { currency } from "./settings.js";

export function checkout(items: Item[]): string[] {
  console.log(`checkout of ${items.length} items, ${vat * 100} % VAT`);
  return items.map((item) => priceOf(item, currency));
}
