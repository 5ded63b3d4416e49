import { discountFor } from "./discount.js";
import { vat } from "./internal/tax.js";
import { currency } from "../../../apps/shop/src/settings.js";

export interface Item {
  name: string;
  net: number;
}

export function priceOf(item: Item): string {
  return `${(item.net * (1 + vat) - discountFor(item)).toFixed(2)} ${currency}`;
}
