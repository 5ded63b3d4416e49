// Decorators take effect from the last to the first: nestjs/nest#7854, nestjs/docs.nestjs.com#1567
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { CanActivate, Controller, ExecutionContext, Injectable, Module, Post, UseGuards } from "@nestjs/common";
import { AuthGuard } from "@nestjs/passport";

@Injectable()
class JwtAccessTokenAuthGuard extends AuthGuard("jwt") {}

@Injectable()
class RolesGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return true;
  }
}

@Controller("cards")
class CardsController {
  @Post()  // chain: [POST /cards] "RolesGuard [roles] > JwtAccessTokenAuthGuard [auth] > CardsController.add"
  @UseGuards(JwtAccessTokenAuthGuard)  // error: [ordering/before nestjs-auth-before-roles] "stands inside 'RolesGuard' (roles)"
  @UseGuards(RolesGuard)
  add() {
    return {};
  }

  @UseGuards(RolesGuard)
  @UseGuards(JwtAccessTokenAuthGuard)
  @Post("list")  // chain: [POST /cards/list] "JwtAccessTokenAuthGuard [auth] > RolesGuard [roles] > CardsController.list"
  list() {
    return [];
  }
}

@Module({ controllers: [CardsController] })
export class AppModule {}
