// Pipes of parameters run behind those of the route, from the last parameter to the first:
// https://docs.nestjs.com/faq/request-lifecycle#pipes
// --- main.ts
import { ValidationPipe } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.useGlobalPipes(new ValidationPipe({ transform: true }));
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { Body, Controller, Module, Param, PipeTransform, Post, Query, UsePipes } from "@nestjs/common";

class Pipe implements PipeTransform {
  transform(value: unknown) {
    return value;
  }
}
class RoutePipe extends Pipe {}
class BodyPipe extends Pipe {}
class ParamPipe extends Pipe {}
class SecondParamPipe extends Pipe {}
class QueryPipe extends Pipe {}

@Controller("orders")
class OrdersController {
  @UsePipes(RoutePipe)
  @Post(":id")  // chain: [POST /orders/:id] "npm/@nestjs/common#ValidationPipe [validation] > RoutePipe > QueryPipe > ParamPipe > BodyPipe > SecondParamPipe > OrdersController.update"
  update(
    @Body(BodyPipe) body: object,
    @Param("id", ParamPipe, new SecondParamPipe()) id: string,
    @Query(new QueryPipe()) query: object,
  ) {
    return id;
  }
}
@Module({ controllers: [OrdersController] })
export class AppModule {}
