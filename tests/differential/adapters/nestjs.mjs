// NestJS: https://docs.nestjs.com/first-steps. Guards, interceptors, pipes and filters are methods of classes, known by
// the name of the class.
import "reflect-metadata";
import { NestApplication } from "@nestjs/core";
import { overLoopback } from "./express.mjs";

export const plain = ["reflect-metadata", "rxjs"];
/// Packages that need more than a request: what they make lets everything through.
export const stubs = ["passport", "@nestjs/passport"];
export const methods = ["use", "canActivate", "intercept", "transform", "catch"];
/// Runs once for each parameter of a handler.
export const repeated = ["transform"];

export function imported({ from, name, value, label, apps, recorded }) {
  if (from === "passport") {
    return Object.fromEntries(["authenticate", "initialize", "session"].map(
      (key) => [key, () => recorded((request, response, next) => next(), `npm/passport#${key}`)]));
  }
  if (from === "@nestjs/passport" && name === "AuthGuard") return authGuard(label);
  if (from === "@nestjs/common" && name === "ValidationPipe") {
    const Pipe = class ValidationPipe extends value {};
    Pipe.prototype.transform = recorded((given) => given, label, true);
    return Pipe;
  }
  if (from === "@nestjs/core" && name === "NestFactory") return factory(value, apps, recorded);
  return from.startsWith("@nestjs/") ? value : undefined;
}

function authGuard(label) {
  return () => {
    const Guard = class {
      canActivate() {
        globalThis.__ran([this.constructor === Guard ? label : this.constructor.name], "", 0);
        return true;
      }
    };
    return Guard;
  };
}

/// By the HTTP adapter of an application: what to do when the program has it listen.
const listening = new Map();

NestApplication.prototype.listen = async function () {
  await this.init();
  listening.get(this.getHttpAdapter())(this.getHttpAdapter().getInstance());
};

/// An application is one of `apps` from the start; it answers when the program has it listen.
function factory(real, apps, recorded) {
  return {
    create(module, options = {}) {
      let listens;
      apps.push(new Promise((resolve) => { listens = resolve; }));
      return real.create(module, { logger: ["error"], abortOnError: false, ...options }).then((app) => {
        const adapter = app.getHttpAdapter();
        listening.set(adapter, listens);
        adapter.enableCors = () => adapter.use(recorded((request, response, next) => next(), "npm/cors"));
        return app;
      });
    },
  };
}

export const request = async (app, what) => overLoopback(await app, what);
