import type { Item } from "./item.js";

export function discountFor(item: Item): number {
  return item.net > 100 ? item.net * 0.05 : 0;
}
