// What stands before the path of a route: https://docs.nestjs.com/faq/global-prefix, https://docs.nestjs.com/techniques/versioning.
// Middleware is for routes without the prefix too: nestjs/nest#9124
// --- main.ts
import { RequestMethod, VersioningType } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix("api", { exclude: [{ path: "health", method: RequestMethod.GET }] });
  app.enableVersioning({ type: VersioningType.URI });
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { Controller, Get, MiddlewareConsumer, Module, NestModule, Post, Version, VERSION_NEUTRAL } from "@nestjs/common";

function trace(request: unknown, response: unknown, next: () => void) {
  next();
}

@Controller()
class HealthController {
  @Get("health")  // chain: [GET /health] "trace > HealthController.get"
  get() {
    return "ok";
  }
  @Post("health")  // chain: [POST /api/health] "trace > HealthController.post"
  post() {
    return "ok";
  }
}

@Controller({ path: "cats", version: "1" })
class CatsController {
  @Get()  // chain: [GET /api/v1/cats] "trace > CatsController.list"
  list() {
    return [];
  }
  @Version("2")
  @Get("new")  // chain: [GET /api/v2/cats/new] "trace > CatsController.listNew"
  listNew() {
    return [];
  }
  @Version(["3", VERSION_NEUTRAL])
  @Get(["a", "b"])  // chain: [GET /api/v3/cats/a] "trace > CatsController.both" chain: [GET /api/v3/cats/b] "trace > CatsController.both" chain: [GET /api/cats/a] "trace > CatsController.both" chain: [GET /api/cats/b] "trace > CatsController.both"
  both() {
    return [];
  }
}

@Module({ controllers: [HealthController, CatsController] })
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(trace).forRoutes("{*path}");
  }
}
