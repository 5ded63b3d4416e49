// Fastify: https://fastify.dev/docs/latest/Guides/Testing/
export const plain = ["fastify-plugin"];

export function imported({ from, name, value, label, apps, recorded }) {
  if (from === "fastify" && (name === "default" || name === "fastify")) {
    return new Proxy(value, {
      apply(target, self, args) {
        const app = Reflect.apply(target, self, args);
        app.listen = async () => "";
        apps.push(app);
        return app;
      },
    });
  }
  if (!from.startsWith("@fastify/") || typeof value !== "function") return undefined;
  return plugin(value, label, recorded);
}

/// The plugin of a package, whose hooks record themselves under its name.
function plugin(real, label, recorded) {
  const hooking = (instance) => {
    const addHook = instance.addHook;
    const own = Object.hasOwn(instance, "addHook");
    instance.addHook = function (phase, hook) {
      const request = ["onRequest", "preParsing", "preValidation", "preHandler", "preSerialization", "onSend", "onResponse"];
      return addHook.call(this, phase, request.includes(phase) ? recorded(hook, label, true) : hook);
    };
    return () => {
      if (own) instance.addHook = addHook;
      else delete instance.addHook;
    };
  };
  const wrapper = real.length > 2
    ? function (instance, options, done) {
      const restore = hooking(instance);
      return real(instance, options, (error) => { restore(); done(error); });
    }
    : async function (instance, options) {
      const restore = hooking(instance);
      await real(instance, options);
      restore();
    };
  for (const symbol of Object.getOwnPropertySymbols(real)) wrapper[symbol] = real[symbol];
  return wrapper;
}

export async function request(app, { method, url, headers, body }) {
  await app.ready();
  const answer = await app.inject({ method, url, headers, payload: body });
  return answer.statusCode;
}

export async function close(apps) {
  for (const app of apps) await app.close();
}
