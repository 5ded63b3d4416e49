// csurf keeps its secret in a cookie or in the session, if there is one: expressjs/csurf, README, "cookie".
// differential: not run, csurf is no package of the lock
# --- krepis.toml
version = 1
// --- app.module.ts
import { Controller, Get, Module } from "@nestjs/common";
@Controller("orders")
export class OrdersController {
  @Get()  // chain: [GET /orders] "npm/express-session [session] > npm/csurf [csrf] > npm/cookie-parser [cookies] > OrdersController.list"
  list() {}
}
@Module({ controllers: [OrdersController] })
export class AppModule {}
// --- main.ts
import { NestFactory } from "@nestjs/core";
import cookieParser from "cookie-parser";
import csurf from "csurf";
import session from "express-session";
import { AppModule } from "./app.module";
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.use(session({ secret: "x" }));
  app.use(csurf());
  app.use(cookieParser());
  await app.listen(3000);
}
bootstrap();
