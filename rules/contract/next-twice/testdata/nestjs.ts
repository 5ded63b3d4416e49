// NestJS: handle() runs nothing until somebody subscribes, so a second one is fine; middleware is Express'.
// --- raw.interceptor.ts
import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from "@nestjs/common";
import { map } from "rxjs/operators";
@Injectable()
export class Raw implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const plain = next.handle();
    const wrapped = next.handle().pipe(map((data) => ({ data })));
    return this.raw(context) ? plain : wrapped;
  }
}
// --- user.middleware.ts
import { Injectable, NestMiddleware } from "@nestjs/common";
@Injectable()
export class User implements NestMiddleware {
  use(req: any, res: any, next: () => void) {
    if (!req.headers.authorization) next();
    next(); // error: [contract/next-twice] "'User.use' can call next() a second time on one path"
  }
}
