// A provider called APP_GUARD is for all routes, whichever module has it: nestjs/nest#7193. These run in the order in
// which the modules are found, before those of main.ts; one per phase: https://docs.nestjs.com/guards#binding-guards
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";
import { MainGuard } from "./guards";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.useGlobalGuards(new MainGuard());
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { Controller, Get, Module, Query } from "@nestjs/common";
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from "@nestjs/core";
import { AppGuard, ErrorFilter, FirstGuard, InnerGuard, SecondGuard, TimingInterceptor, TrimPipe } from "./guards";

@Controller("inner")
class InnerController {
  @Get()  // chain: [GET /inner] "AppGuard > FirstGuard > InnerGuard > SecondGuard > MainGuard > TimingInterceptor > TrimPipe > InnerController.show > ErrorFilter"
  show(@Query() query: object) {
    return query;
  }
}
@Module({ controllers: [InnerController], providers: [{ provide: APP_GUARD, useClass: InnerGuard }] })
class InnerModule {}

@Module({ imports: [InnerModule], providers: [{ provide: APP_GUARD, useClass: FirstGuard }] })
class FirstModule {}

@Module({
  imports: [InnerModule],
  providers: [SecondGuard, { provide: APP_GUARD, useExisting: SecondGuard }, { provide: APP_FILTER, useClass: ErrorFilter }],
})
class SecondModule {}

const pipes = [{ provide: APP_PIPE, useFactory: () => new TrimPipe() }];

@Module({
  imports: [FirstModule, SecondModule],
  providers: [
    { provide: APP_GUARD, useClass: AppGuard },
    { provide: APP_INTERCEPTOR, useValue: new TimingInterceptor() },
    ...pipes,
  ],
})
export class AppModule {}
// --- guards.ts
import { ArgumentsHost, CallHandler, CanActivate, Catch, ExceptionFilter, ExecutionContext } from "@nestjs/common";
import { NestInterceptor, PipeTransform } from "@nestjs/common";

class Guard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return true;
  }
}
export class AppGuard extends Guard {}
export class FirstGuard extends Guard {}
export class InnerGuard extends Guard {}
export class SecondGuard extends Guard {}
export class MainGuard extends Guard {}
export class TimingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    return next.handle();
  }
}
export class TrimPipe implements PipeTransform {
  transform(value: unknown) {
    return value;
  }
}
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost) {
    host.switchToHttp().getResponse().status(500).end();
  }
}
