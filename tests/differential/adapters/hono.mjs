// Hono: https://hono.dev/docs/api/hono#request
export const plain = ["hono/combine", "hono/factory", "hono/types", "hono/http-exception"];

export function imported({ from, name, value, apps }) {
  if (name !== "Hono") return undefined;
  return new Proxy(value, {
    construct(target, args, self) {
      const app = Reflect.construct(target, args, self);
      apps.push(app);
      // What is routed elsewhere does not serve by itself; basePath() makes another object of the same routes.
      const route = app.route;
      app.route = function (path, other) {
        const at = apps.findIndex((known) => known.routes === other.routes);
        if (at >= 0) apps.splice(at, 1);
        return route.call(this, path, other);
      };
      return app;
    },
  });
}

export async function request(app, { method, url, headers, body }) {
  const answer = await app.request(url, { method, headers, body });
  await answer.arrayBuffer();
  return answer.status;
}
