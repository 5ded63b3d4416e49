// A global roles guard runs before the authentication guard of a controller, so there is no user yet: nestjs/nest#5598,
// nestjs/nest#12772
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
// --- app.module.ts
import { Module } from "@nestjs/common";
import { APP_GUARD } from "@nestjs/core";
import { RolesGuard } from "./roles.guard";
import { UsersController } from "./users.controller";

@Module({
  controllers: [UsersController],
  providers: [{ provide: APP_GUARD, useClass: RolesGuard }],
})
export class AppModule {}
// --- roles.guard.ts
import { CanActivate, ExecutionContext, Injectable } from "@nestjs/common";

@Injectable()
export class RolesGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return true;
  }
}
// --- jwt-auth.guard.ts
import { Injectable } from "@nestjs/common";
import { AuthGuard } from "@nestjs/passport";

@Injectable()
export class JwtAuthGuard extends AuthGuard("jwt") {}
// --- users.controller.ts
import { Controller, Get, UseGuards } from "@nestjs/common";
import { JwtAuthGuard } from "./jwt-auth.guard";

@Controller("users")
@UseGuards(JwtAuthGuard)  // error: [ordering/before nestjs-auth-before-roles] "'JwtAuthGuard' (auth) stands inside 'RolesGuard' (roles) on route 'GET /users'"
export class UsersController {
  @Get()  // chain: [GET /users] "RolesGuard [roles] > JwtAuthGuard [auth] > UsersController.list"
  list() {
    return [];
  }
}
