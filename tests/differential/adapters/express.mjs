// Express: https://expressjs.com/en/5x/api.html
import http from "node:http";
import { once } from "node:events";

export const plain = [];
/// Packages that need more than a request: what they make lets everything through.
export const stubs = ["passport"];
const bundled = new Set(["json", "urlencoded", "raw", "text", "static"]);

export function imported({ from, name, value, apps, recorded }) {
  if (from === "passport") {
    const pass = (label) => () => recorded((req, res, next) => next(), label);
    return Object.fromEntries(["authenticate", "initialize", "session"].map((key) => [key, pass(`npm/passport#${key}`)]));
  }
  if (from !== "express") return undefined;
  if (name !== "default") {
    return bundled.has(name) ? (...args) => recorded(value(...args), `npm/express#${name}`) : value;
  }
  return new Proxy(value, {
    apply(target, self, args) {
      const app = Reflect.apply(target, self, args);
      app.listen = () => ({ close() {} });
      apps.push(app);
      return app;
    },
    get(target, key) {
      if (!bundled.has(key)) return target[key];
      return (...args) => recorded(target[key](...args), `npm/express#${key}`);
    },
  });
}

export const request = (app, what) => overLoopback(app, what);

/// Asks a server of node:http that is made of `listener`.
export async function overLoopback(listener, { method, url, headers, body }) {
  const server = http.createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}${url}`, {
      method, headers: { ...headers, connection: "close" }, body, redirect: "manual", signal: AbortSignal.timeout(5000),
    });
    await answer.arrayBuffer();
    return answer.status;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
