import { priceOf, type Item } from "@shop/core";
import { vat } from "../../../packages/core/src/internal/tax.js";
import { audit } from "../../admin/src/audit.js";

export function checkout(items: Item[]): string[] {
  audit(`checkout of ${items.length} items, ${vat * 100} % VAT`);
  return items.map(priceOf);
}
