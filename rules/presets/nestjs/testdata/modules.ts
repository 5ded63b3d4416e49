// Only modules that the application reaches serve their controllers: https://docs.nestjs.com/modules. Lists in
// variables, references to modules further down, modules under a condition and dynamic modules:
// https://docs.nestjs.com/fundamentals/dynamic-modules, https://docs.nestjs.com/fundamentals/circular-dependency
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule.forRoot());
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { CanActivate, Controller, DynamicModule, ExecutionContext, forwardRef, Get, Module } from "@nestjs/common";
import { APP_GUARD } from "@nestjs/core";
import { DebugModule } from "./debug.module";

class Guard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return true;
  }
}
class RootGuard extends Guard {}

@Controller("later")
class LaterController {
  @Get()  // chain: [GET /later] "RootGuard? > DebugGuard? > LaterController.get"
  get() {
    return {};
  }
}
@Controller("lost")
class LostController {
  @Get()  // chain: [GET /lost] "(not seen: which module of an application has 'LostController')?? > LostController.get"
  get() {
    return {};
  }
}
const controllers = [LaterController];
@Module({ imports: [forwardRef(() => AppModule)], controllers })
class LaterModule {}
@Module({ controllers: [LostController] })
class LostModule {}

@Module({ imports: [forwardRef(() => LaterModule), ...(process.env.PRODUCTION ? [] : [DebugModule])] })
export class AppModule {
  static forRoot(): DynamicModule {
    return { module: AppModule, providers: [{ provide: APP_GUARD, useClass: RootGuard }] };
  }
}
// --- debug.module.ts
import { CanActivate, Controller, ExecutionContext, Get, Module } from "@nestjs/common";
import { APP_GUARD } from "@nestjs/core";

class DebugGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return true;
  }
}
@Controller("debug")
class DebugController {
  // Where the route is, its module is, and so is the guard of that.
  @Get()  // chain: [GET /debug] "RootGuard? > DebugGuard > DebugController.get"
  get() {
    return {};
  }
}
@Module({ controllers: [DebugController], providers: [{ provide: APP_GUARD, useClass: DebugGuard }] })
export class DebugModule {}
