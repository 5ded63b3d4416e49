// What a controller extends is made by a call: its guards are not known, so nothing is said of a missing one.
// https://docs.nestjs.com/controllers, nestjsx/crud style generated controllers
// --- krepis.toml
version = 1
[ordering.stages.guard]
match = ["JwtAuthGuard"]
optional = true
[[ordering.rules]]
id = "guarded"
required = ["guard"]
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { Controller, Get, Module } from "@nestjs/common";
import { Generated } from "./generated";

@Controller("items")
class ItemsController extends Generated("items") {
  @Get("own")  // unknown: [barrier] "cannot be decided for route 'GET /items/own'"
  own() {
    return {};
  }
}
@Controller("plain")
class PlainController {
  @Get()  // error: [ordering/required guarded] "route 'GET /plain' has no 'guard' in its chain"
  get() {
    return {};
  }
}
@Module({ controllers: [ItemsController, PlainController] })
export class AppModule {}
// --- generated.ts
export function Generated(name: string) {
  return class {
    title() {
      return name;
    }
  };
}
