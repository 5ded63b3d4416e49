// Both guards global, in the order of the providers: the advice in nestjs/nest#12772 and
// https://docs.nestjs.com/security/authorization#basic-rbac-implementation
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { CanActivate, Controller, ExecutionContext, Get, Injectable, Module, UseGuards } from "@nestjs/common";
import { APP_GUARD } from "@nestjs/core";
import { AuthGuard } from "@nestjs/passport";

@Injectable()
class JwtAuthGuard extends AuthGuard("jwt") {}

@Injectable()
class RolesGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return true;
  }
}

@Controller("users")
class UsersController {
  @Get()  // chain: [GET /users] "JwtAuthGuard [auth] > RolesGuard [roles] > UsersController.list"
  list() {
    return [];
  }

  // In one decorator guards run as they are listed. An authentication stands outside of both roles guards.
  @Get("me")  // chain: [GET /users/me] "JwtAuthGuard [auth] > RolesGuard [roles] > npm/@nestjs/passport#AuthGuard [auth] > RolesGuard [roles] > UsersController.me"
  @UseGuards(AuthGuard("basic"), RolesGuard)
  me() {
    return {};
  }
}

@Module({
  controllers: [UsersController],
  providers: [
    { provide: APP_GUARD, useClass: JwtAuthGuard },
    { provide: APP_GUARD, useClass: RolesGuard },
  ],
})
export class AppModule {}
