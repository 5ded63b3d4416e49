// Hono: https://hono.dev/docs/api/hono#request
export const plain = ["hono/combine", "hono/factory", "hono/types", "hono/http-exception"];

export function imported({ from, name, value, apps }) {
  if (name !== "Hono") return undefined;
  return new Proxy(value, {
    construct(target, args, self) {
      const app = Reflect.construct(target, args, self);
      apps.push(app);
      return app;
    },
  });
}

export async function request(app, { method, url, headers, body }) {
  const answer = await app.request(url, { method, headers, body });
  await answer.arrayBuffer();
  return answer.status;
}
