import { discountFor } from "./discount.js";
import { vat } from "./internal/tax.js";
import type { Item } from "./item.js";

export function priceOf(item: Item, currency: string): string {
  return `${(item.net * (1 + vat) - discountFor(item)).toFixed(2)} ${currency}`;
}
