// The phases of a request, each from global over controller to route; filters the other way round:
// https://docs.nestjs.com/faq/request-lifecycle
// --- main.ts
import { NestFactory } from "@nestjs/core";
import helmet from "helmet";
import { AppModule } from "./app.module";
import { AllFilter, AllGuard, AllInterceptor, AllPipe, audit } from "./behaviors";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.useGlobalFilters(new AllFilter());
  app.useGlobalPipes(new AllPipe());
  app.useGlobalInterceptors(new AllInterceptor());
  app.useGlobalGuards(new AllGuard());
  app.use(helmet());
  app.use(audit);
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { MiddlewareConsumer, Module, NestModule } from "@nestjs/common";
import { TraceMiddleware } from "./behaviors";
import { CatsController } from "./cats.controller";

@Module({ controllers: [CatsController] })
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(TraceMiddleware).forRoutes("cats");
  }
}
// --- cats.controller.ts
import { Body, Controller, Get, Post, Query, UseFilters, UseGuards, UseInterceptors, UsePipes } from "@nestjs/common";
import {
  CatsFilter, CatsGuard, CatsInterceptor, CatsPipe, OneFilter, OneGuard, OneInterceptor, OnePipe, ParamPipe,
} from "./behaviors";

@Controller("cats")
@UseFilters(CatsFilter)
@UsePipes(CatsPipe)
@UseInterceptors(CatsInterceptor)
@UseGuards(CatsGuard)
export class CatsController {
  @Get() // chain: [GET /cats] "npm/helmet [security-headers] > audit > TraceMiddleware > AllGuard > CatsGuard > AllInterceptor > CatsInterceptor > AllPipe > CatsPipe > CatsController.list > CatsFilter > AllFilter"
  list(@Query() query: object) {
    return [query];
  }

  @UseFilters(OneFilter)
  @UsePipes(OnePipe)
  @UseInterceptors(OneInterceptor)
  @UseGuards(OneGuard)
  @Post() // chain: [POST /cats] "npm/helmet [security-headers] > audit > TraceMiddleware > AllGuard > CatsGuard > OneGuard > AllInterceptor > CatsInterceptor > OneInterceptor > AllPipe > CatsPipe > OnePipe > ParamPipe > CatsController.create > OneFilter > CatsFilter > AllFilter"
  create(@Body(ParamPipe) body: object) {
    return body;
  }
}
// --- behaviors.ts
import { ArgumentsHost, CallHandler, CanActivate, Catch, ExecutionContext, ExceptionFilter, Injectable } from "@nestjs/common";
import { NestInterceptor, NestMiddleware, PipeTransform } from "@nestjs/common";

export function audit(request: unknown, response: unknown, next: () => void) {
  next();
}
@Injectable()
export class TraceMiddleware implements NestMiddleware {
  use(request: unknown, response: unknown, next: () => void) {
    next();
  }
}
class Guard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return true;
  }
}
export class AllGuard extends Guard {}
export class CatsGuard extends Guard {}
export class OneGuard extends Guard {}
class Interceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    return next.handle();
  }
}
export class AllInterceptor extends Interceptor {}
export class CatsInterceptor extends Interceptor {}
export class OneInterceptor extends Interceptor {}
class Pipe implements PipeTransform {
  transform(value: unknown) {
    return value;
  }
}
export class AllPipe extends Pipe {}
export class CatsPipe extends Pipe {}
export class OnePipe extends Pipe {}
export class ParamPipe extends Pipe {}
class Filter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost) {
    host.switchToHttp().getResponse().status(500).end();
  }
}
@Catch()
export class AllFilter extends Filter {}
@Catch()
export class CatsFilter extends Filter {}
@Catch()
export class OneFilter extends Filter {}
