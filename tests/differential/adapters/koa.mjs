// Koa with @koa/router: https://koajs.com/
import { overLoopback } from "./express.mjs";

export const plain = ["@koa/router", "koa-router", "koa-compose", "koa-mount"];

export function imported({ from, name, value, apps }) {
  if (from !== "koa" || name !== "default") return undefined;
  return new Proxy(value, {
    construct(target, args, self) {
      const app = Reflect.construct(target, args, self);
      app.silent = true;
      app.listen = () => ({ close() {} });
      apps.push(app);
      return app;
    },
  });
}

export const request = (app, what) => overLoopback(app.callback(), what);
