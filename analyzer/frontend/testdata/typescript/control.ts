"use strict";
if (a) b(); else if (c()) { d(); } else e();
if (a === 1) {}
for (let i = 0, n = size(); i < n; i++) body(i);
for (;;) break;
for (const item of items()) { continue; }
for (const key in object) use(key);
for await (const { id } of stream) {}
for (x of list) {}
while (true) { if (done()) break; }
while (more(1)) step();
do { step(); } while (again());
outer: for (const a of b) { continue outer; }
switch (kind(x)) {
  case 1:
  case "two": f(); break;
  case g(): { h(); }
  default: i();
}
try { risky(); } catch { recover(); } finally { cleanup(); }
try { risky(); } catch (error) { throw error; }
function f() {
  return;
  return g();
  throw new Error("no");
}
{ inner(); }
debugger;
;
with (object) { member; }
