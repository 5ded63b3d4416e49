fn f() {
    let x = 1;
    let mut y: Vec<u8> = Vec::<a::A>::new();
    let (a, mut b) = pair();
    let Point { x, y: renamed, .. } = point else { return; };
    let Some(v) = option else { panic!("no") };
    let _ = ignored();
    fs::read_to_string(path).await?;
    std::env::var("HOME").unwrap_or_else(|_| String::from("x"));
    <T as a::Trait>::method(x);
    <Vec<u8>>::len(&y);
    value.parse::<json::Value>()?.field.0;
    collect::<b::B>(x);
    let closure = move |a, (b, c): (u8, u8), mut d| -> u8 { a };
    spawn(async move { work().await });
    spawn(async |x| x);
    let p = Point { x: 1, y, ..Default::default() };
    let q = a::Point::<T> { x };
    x = 1;
    x += f(y);
    *pointer = &mut value;
    !done();
    a + b;
    a + f(b);
    ready && go();
    items[index(1)];
    let array = [1, f(2), g];
    let repeated = [0; SIZE];
    let tuple = (a, f());
    let range = 0..n();
    let cast = value as libc::c_int;
    let plain = value as u8;
    let raw = r#"raw "string""#;
    let text = "escape \n \u{1F600} \\";
    let bytes = b"bytes";
    println!("done");
    println!("{} {}", a.b(), x = c::d());
    let v = vec![first, second()];
    assert!(matches!(x, Some(_)), "{}", nested(format!("{}", y())));
    let q = quote! { ignored::path() };
    tokio::select! {
        value = receive() => { handle(value) }
        _ = stop.recv() => {}
    }
    #[cfg(test)]
    let only = 1;
    nothing;
    unsafe { danger() }
}
fn tail() -> u32 { compute() }
fn tail_macro() -> String { format!("{}", compute()) }
fn none() { compute(); }
