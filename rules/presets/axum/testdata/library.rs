// A router that a library gives away: what stands around it is not known, so nothing is missing for sure.
// https://docs.rs/axum/latest/axum/struct.Router.html#method.merge
// --- krepis.toml
version = 1
[[ordering.rules]]
id = "api-is-guarded"
required = ["auth"]
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
// --- src/lib.rs
use axum::{routing::get, Router};

async fn list() {}

pub fn routes() -> Router {
    Router::new().route("/a", get(list))  // unknown: [barrier] "'api-is-guarded' cannot be decided for route 'GET /a'"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lists() {
        let app = routes().layer(axum::Extension(1));
        let other = Router::new().route("/tested", get(list));
    }
}
