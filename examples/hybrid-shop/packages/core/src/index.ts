export { priceOf } from "./price.js";
export type { Item } from "./price.js";
export { discountFor } from "./discount.js";
