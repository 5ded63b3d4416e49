export { priceOf } from "./price.js";
export type { Item } from "./item.js";
export { discountFor } from "./discount.js";
export { vat } from "./internal/tax.js";
