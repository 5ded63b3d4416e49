// NestJS: what an interceptor does not return is never subscribed to.
// --- logging.interceptor.ts
import { CallHandler, ExecutionContext, Injectable, NestInterceptor } from "@nestjs/common";
@Injectable()
export class Dropped implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    next.handle(); // error: [contract/next-not-awaited] "'Dropped.intercept' calls next.handle() and neither awaits nor returns it"
  }
}
@Injectable()
export class Returned implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const start = Date.now();
    return next.handle().pipe((result) => {
      console.log(Date.now() - start);
      return result;
    });
  }
}
@Injectable()
export class Kept implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler) {
    const rest = next.handle();
    await Promise.resolve();
    return rest;
  }
}
