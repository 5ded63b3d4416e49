export const currency = "EUR";
export const port = Number(process.env.SHOP_PORT ?? "8080");
