void f() {
  if (a) b(); else if (c()) { d(); } else e();
  if (auto x = g(); x > 0) {}
  if (auto* p = find(y)) use(p);
  if (a) {} else if (init(); cond()) {}
  for (int i = 0, n = size(); i < n; ++i) body(i);
  for (;;) break;
  for (const auto& item : items()) { continue; }
  for (auto [key, value] : map) use(key);
  while (true) { if (done()) break; }
  while (auto next = read()) {}
  do { step(); } while (again());
  do { once(); } while (0);
  switch (kind(x)) {
    case 1:
    case kTwo: f(); break;
    case 3: { h(); }
    default: i();
  }
  try { risky(); } catch (const std::exception& error) { recover(error); } catch (...) { throw; }
  throw Error("x");
  goto end;
end:
  label();
  return g();
  co_return value;
  co_yield value;
  co_await task();
  { inner(); }
#ifdef DEBUG
  debug();
#endif
  return;
}
Service::Service() try : a_(1) { body(); } catch (...) {}
