//! Price rules that the shop loads as a native library.

pub mod rules;
pub mod store;

pub fn price_of(name: &str) -> f64 {
    rules::apply(name, store::net_price(name))
}
