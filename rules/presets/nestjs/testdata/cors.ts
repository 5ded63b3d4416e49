// enableCors() registers where it stands; the option `cors` only when the application starts, behind what app.use() has
// registered: https://docs.nestjs.com/security/cors
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";
import { gate } from "./gate";

async function bootstrap() {
  const app = await NestFactory.create(AppModule, { cors: true });
  app.use(gate);
  app.enableCors({ origin: "https://example.org" });
  await app.listen(3000);
}
bootstrap();
// --- gate.ts
export function gate(request: unknown, response: unknown, next: () => void) {
  next();
}
// --- app.module.ts
import { Controller, Get, Module } from "@nestjs/common";

@Controller("x")
class XController {
  @Get()  // chain: [GET /x] "gate > npm/cors [cors] > npm/cors [cors] > XController.get"
  get() {
    return {};
  }
}
@Module({ controllers: [XController] })
export class AppModule {}
