// Middleware of modules, for paths, methods and controllers: https://docs.nestjs.com/middleware#applying-middleware,
// nestjs/nest#718. That of the outer module comes first: https://docs.nestjs.com/faq/request-lifecycle#middleware
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";
import { first } from "./middleware";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix("api");
  app.use(first);
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { MiddlewareConsumer, Module, NestModule, RequestMethod } from "@nestjs/common";
import { CatsController, DogsController } from "./controllers";
import { everywhere, InnerMiddleware, LoggerMiddleware, onlyPost } from "./middleware";

@Module({ controllers: [DogsController] })
class DogsModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(InnerMiddleware).forRoutes(DogsController);
  }
}

@Module({ imports: [DogsModule], controllers: [CatsController] })
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer
      .apply(LoggerMiddleware)
      .exclude({ path: "cats/open", method: RequestMethod.GET }, "dogs/(.*)")
      .forRoutes("cats", DogsController)
      .apply(onlyPost)
      .forRoutes({ path: "cats", method: RequestMethod.POST });
    consumer.apply(everywhere).forRoutes("*");
  }
}
// --- controllers.ts
import { Controller, Get, Post } from "@nestjs/common";

@Controller("cats")
export class CatsController {
  @Get()  // chain: [GET /api/cats] "first > LoggerMiddleware > everywhere > CatsController.list"
  list() {
    return [];
  }
  @Post()  // chain: [POST /api/cats] "first > LoggerMiddleware > onlyPost > everywhere > CatsController.add"
  add() {
    return {};
  }
  @Get("open")  // chain: [GET /api/cats/open] "first > everywhere > CatsController.open"
  open() {
    return [];
  }
  @Get("far/below")  // chain: [GET /api/cats/far/below] "first > LoggerMiddleware > everywhere > CatsController.below"
  below() {
    return [];
  }
}
@Controller("dogs")
export class DogsController {
  @Get()  // chain: [GET /api/dogs] "first > LoggerMiddleware > everywhere > InnerMiddleware > DogsController.list"
  list() {
    return [];
  }
  @Get("names")  // chain: [GET /api/dogs/names] "first > everywhere > InnerMiddleware > DogsController.names"
  names() {
    return [];
  }
}
// --- middleware.ts
import { Injectable, NestMiddleware } from "@nestjs/common";

export function first(request: unknown, response: unknown, next: () => void) {
  next();
}
export function everywhere(request: unknown, response: unknown, next: () => void) {
  next();
}
export function onlyPost(request: unknown, response: unknown, next: () => void) {
  next();
}
@Injectable()
export class LoggerMiddleware implements NestMiddleware {
  use(request: unknown, response: unknown, next: () => void) {
    next();
  }
}
@Injectable()
export class InnerMiddleware implements NestMiddleware {
  use(request: unknown, response: unknown, next: () => void) {
    next();
  }
}
