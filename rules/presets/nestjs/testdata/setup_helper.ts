// What a function of the program registers on the application that it is given:
// https://docs.nestjs.com/openapi/introduction, https://docs.nestjs.com/techniques/session
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { NestExpressApplication } from "@nestjs/platform-express";
import { AppModule } from "./app.module";
import { setUp } from "./set-up";

async function bootstrap() {
  const app = await NestFactory.create<NestExpressApplication>(AppModule);
  setUp(app);
  await app.listen(3000);
}
bootstrap();
// --- set-up.ts
import { INestApplication, ValidationPipe } from "@nestjs/common";
import passport from "passport";
import session from "express-session";

export function setUp(app: INestApplication) {
  app.setGlobalPrefix("v1");
  app.use(passport.session());
  if (process.env.SESSIONS) {
    app.useGlobalPipes(new ValidationPipe());
  }
  app.use(session({ secret: "s", resave: false, saveUninitialized: false }));  // error: [ordering/before nestjs-session-before-passport] "stands inside 'npm/passport#session'"
}
// --- app.module.ts
import { Controller, Get, Module } from "@nestjs/common";

@Controller("me")
class MeController {
  @Get()  // chain: [GET /v1/me] "npm/passport#session [passport-session] > npm/express-session [session] > npm/@nestjs/common#ValidationPipe [validation]? > MeController.get"
  get() {
    return {};
  }
}
@Module({ controllers: [MeController] })
export class AppModule {}
