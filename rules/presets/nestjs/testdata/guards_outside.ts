// Programs that are right: an authentication guard stands outside of the roles guard, others may stand anywhere.
# --- krepis.toml
version = 1
// --- roles.guard.ts
import { CanActivate, Injectable } from "@nestjs/common";
import { AuthGuard } from "@nestjs/passport";
@Injectable()
export class RolesGuard implements CanActivate {
  canActivate() {
    return true;
  }
}
@Injectable()
export class JwtAuthGuard extends AuthGuard("jwt") {}
@Injectable()
export class LocalAuthGuard extends AuthGuard("local") {}
// --- app.controller.ts
import { Controller, Get, Post, UseGuards } from "@nestjs/common";
import { LocalAuthGuard } from "./roles.guard";
// nestjs/nest, sample/19-auth-jwt: a login with a guard of its own inside the global ones.
@Controller("auth")
export class AppController {
  @UseGuards(LocalAuthGuard)
  @Post("login")  // chain: [POST /auth/login] "JwtAuthGuard [auth] > RolesGuard [roles] > LocalAuthGuard [auth] > AppController.login"
  login() {}
  @Get("me")
  me() {}
}
// --- app.module.ts
import { Module } from "@nestjs/common";
import { APP_GUARD } from "@nestjs/core";
import { AppController } from "./app.controller";
import { JwtAuthGuard, RolesGuard } from "./roles.guard";
@Module({
  controllers: [AppController],
  providers: [
    { provide: APP_GUARD, useClass: JwtAuthGuard },
    { provide: APP_GUARD, useClass: RolesGuard },
  ],
})
export class AppModule {}
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
