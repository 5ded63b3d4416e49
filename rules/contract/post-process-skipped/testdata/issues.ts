// What people reported, cut down to the function and brought to Koa.
// --- krepis.toml
version = 1
[ordering.stages.metrics]
match = ["requestMetrics"]
post = "always"
optional = true
// --- package.json
{ "name": "reported", "dependencies": { "koa": "^2" } }
// --- app-metrics-468.ts
// AppMetrics/AppMetrics#468: requests that throw are in no metric, since they are counted behind the rest of the chain.
import Koa from "koa";
const app = new Koa();
const requestMetrics = async (ctx, next) => {
  const end = timer();
  await next();
  end({ route: ctx.path, status: ctx.status }); // error: [contract/post-process-skipped] "what 'requestMetrics' does after next()"
};
app.use(requestMetrics);
declare function timer(): (labels: object) => void;
