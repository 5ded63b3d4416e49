#![allow(dead_code)]
use std::collections::HashMap;
use a::{self, b::{c, d as e, f::*}, super::g};
pub use crate::x::y as z;
pub(crate) use self::k::*;
use ::serde::Serialize;
use {one, two::three};
use x as _;
#[cfg(test)]
use test_only::Helper;
extern crate foo as bar;
#[macro_use]
pub extern crate log;
mod declared;
#[path = "elsewhere/file.rs"]
pub mod moved;
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn works() {}
}
#[cfg(all(test, feature = "x"))]
mod both;
#[cfg(any(test, feature = "x"))]
mod either;
#[cfg(not(test))]
mod without;
mod inside {
    #![cfg(test)]
}
// krepis: allow(layering/deny) why="x"
#[derive(Debug, serde::Serialize)]
#[serde(rename = "item", with = "my::module")]
pub struct Item<T: std::fmt::Debug> where T: other::Bound {
    #[serde(default)]
    pub name: String,
    map: HashMap<String, Vec<json::Value>>,
    boxed: Box<dyn Handler + Send>,
    call: fn(a::A) -> b::B,
    array: [u8; libc::SIZE],
}
struct Tuple(pub a::A, u32);
struct Unit;
union Either { a: u32, b: f32 }
pub enum Kind { Plain, With(a::A), Named { x: b::B }, Value = 3 }
pub trait Handler: Base + other::Parent<T> {
    type Output: Clone;
    const LIMIT: usize = 3;
    fn call(&self, x: u32) -> Self::Output;
    fn default(&mut self) { self.call(1); }
}
impl<T> Handler for a::Item<T> where T: Sized {
    type Output = json::Value;
    fn call(&self, x: u32) -> Self::Output { x }
    pub async fn load(path: &Path) -> Result<Vec<u8>, io::Error> { fs::read(path)? }
}
impl From<serde_json::Error> for Item {}
unsafe impl Send for &Item {}
pub type Alias<T> = std::result::Result<T, Error>;
const LIMIT: usize = compute();
static mut COUNTER: u32 = 0;
static NAME: &str = "x";
extern "C" {
    fn puts(s: *const c_char) -> c_int;
}
pub unsafe extern "C" fn exported((a, b): (u32, u32), mut c: u32, _: u32) {}
macro_rules! nothing { ($x:expr) => { ignored::path($x) } }
#[tokio::main(flavor = "multi_thread")]
async fn main() {}
#[tokio::test]
async fn test() {}
cfg_rt! {
    mod runtime;
    pub use runtime::Handle;
    cfg_deeper! {
        mod deeper;
    }
}
