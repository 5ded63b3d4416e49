// Decorators that functions put together take effect in the order in which applyDecorators() is given them:
// https://docs.nestjs.com/custom-decorators#decorator-composition
// --- main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
// --- auth.decorator.ts
import { applyDecorators, CanActivate, ExecutionContext, Injectable, SetMetadata, Type, UseGuards } from "@nestjs/common";
import { AuthGuard } from "@nestjs/passport";

@Injectable()
export class JwtAuthGuard extends AuthGuard("jwt") {}
@Injectable()
export class RolesGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return true;
  }
}
@Injectable()
export class AuditGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    return true;
  }
}

export function Auth(...roles: string[]) {
  return applyDecorators(SetMetadata("roles", roles), UseGuards(JwtAuthGuard, RolesGuard));
}
export const Guarded = (guard: Type<CanActivate>) => UseGuards(guard);
export const Both = () => applyDecorators(Guarded(AuditGuard), Auth("admin"));
export const Signed = UseGuards(AuthGuard("hmac"));
export const Public = () => SetMetadata("public", true);
export function Maybe(audited: boolean) {
  const decorators = [UseGuards(JwtAuthGuard)];
  if (audited) {
    decorators.push(UseGuards(AuditGuard));
  }
  return applyDecorators(...decorators);
}
// --- app.module.ts
import { Controller, Get, Module } from "@nestjs/common";
import { AuditGuard, Auth, Both, Guarded, Maybe, Public, Signed } from "./auth.decorator";

@Controller("users")
class UsersController {
  @Get("all")  // chain: [GET /users/all] "JwtAuthGuard [auth] > RolesGuard [roles] > UsersController.all"
  @Auth("admin")
  all() {
    return [];
  }

  @Get("audited")  // chain: [GET /users/audited] "AuditGuard > UsersController.audited"
  @Guarded(AuditGuard)
  audited() {
    return [];
  }

  @Get("both")  // chain: [GET /users/both] "AuditGuard > JwtAuthGuard [auth] > RolesGuard [roles] > UsersController.both"
  @Both()
  both() {
    return [];
  }

  @Get("signed")  // chain: [GET /users/signed] "npm/@nestjs/passport#AuthGuard [auth] > UsersController.signed"
  @Signed
  signed() {
    return [];
  }

  @Public()
  @Get("open")  // chain: [GET /users/open] "UsersController.open"
  open() {
    return [];
  }

  @Maybe(true)
  @Get("maybe")  // chain: [GET /users/maybe] "JwtAuthGuard [auth] > AuditGuard? > UsersController.maybe"
  maybe() {
    return [];
  }
}

@Module({ controllers: [UsersController] })
export class AppModule {}
