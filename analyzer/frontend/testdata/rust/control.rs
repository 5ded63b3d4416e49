fn f() {
    if a { b() } else if let Some(x) = c() { d(x) } else { e() }
    if let Some(x) = a && ready() {}
    if a == 1 {}
    let v = if a { 1 } else { 2 };
    loop { break; }
    'outer: while cond() { continue 'outer; }
    while let Some(Item { id, .. }) = queue.pop() { handle(id); }
    while true {}
    for i in 0..10 { use_it(i); }
    for (a, b) in pairs() { }
    let found = loop { break 'x compute(); };
    match kind(x) {
        Kind::A => one(),
        a::Kind::B(inner) if guard(inner) => { two() }
        Kind::C { field, .. } | Kind::D(field) => return three(),
        x @ 1..=5 => {}
        "text" => (),
        [first, .., last] => {}
        NONE => {}
        other => rest(other),
    }
    match y { _ => {} }
    return g();
    return;
    { inner() }
    let t = try { risky()? };
    const { check() };
    match last { Ok(v) => v, Err(_) => panic!("{}", why()) }
}
fn unit() {
    for x in y {}
}
