// A controller has the routes and guards of the class it extends, before its own: nestjs/nest#879
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
// --- base.controller.ts
import { CanActivate, Delete, ExecutionContext, Get, UseGuards } from "@nestjs/common";

class Guard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return true;
  }
}
export class BaseGuard extends Guard {}
export class MethodGuard extends Guard {}
export class OwnGuard extends Guard {}

@UseGuards(BaseGuard)
export abstract class BaseController {
  @Get("protected")  // chain: [GET /test/protected] "BaseGuard > OwnGuard > MethodGuard > ChildController.protected"
  @UseGuards(MethodGuard)
  protected() {
    return "protected";
  }

  @Get("replaced")
  @UseGuards(MethodGuard)
  replaced() {
    return "parent";
  }

  @Delete("hidden")
  hidden() {
    return "parent";
  }
}
// --- app.module.ts
import { Controller, Get, Module, UseGuards } from "@nestjs/common";
import { BaseController, OwnGuard } from "./base.controller";

@Controller("test")
@UseGuards(OwnGuard)
export class ChildController extends BaseController {
  @Get("replaced")  // chain: [GET /test/replaced] "BaseGuard > OwnGuard > ChildController.replaced"
  replaced() {
    return "child";
  }

  hidden() {
    return "no route";
  }
}

@Module({ controllers: [ChildController] })
export class AppModule {}
