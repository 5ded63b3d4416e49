//! Price rules that the shop loads as a native library.

pub mod rules;
pub mod store;

pub fn price_of(name: &str, season: &str) -> f64 {
    rules::apply(season, store::net_price(name), store::list_price(name))
}
