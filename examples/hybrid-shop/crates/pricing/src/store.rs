//! Reads the price lists.

use std::fs;

pub fn net_price(name: &str) -> f64 {
    lookup("config/net.txt", name)
}

pub fn list_price(name: &str) -> f64 {
    lookup("config/list.txt", name)
}

fn lookup(list: &str, name: &str) -> f64 {
    let text = match list {
        "config/net.txt" => fs::read_to_string("config/net.txt"),
        _ => fs::read_to_string("config/list.txt"),
    };
    text.unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(key, _)| *key == name)
        .and_then(|(_, price)| price.parse().ok())
        .unwrap_or(0.0)
}
