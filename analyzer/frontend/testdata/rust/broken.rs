use a::b;
fn broken( { let x = ; call(
fn ok() { fine(); }
struct S { field: }
