// Routers of another crate of the workspace, through re-exports, and a layer around all of it: rust-lang/crates.io, src/router.rs and src/lib.rs.
// --- Cargo.toml
[workspace]
members = ["server", "api"]
// --- server/Cargo.toml
[package]
name = "server"
[dependencies]
api = { path = "../api" }
axum = "0.8"
tower = "0.5"
tower-http = "0.6"
// --- server/src/main.rs
use api::{account, products};
use axum::Router;
use tower::Layer;
use tower_http::normalize_path::NormalizePathLayer;

#[tokio::main]
async fn main() {
    let router = Router::new().nest("/account", account()).nest("/products", products::router());
    let app = NormalizePathLayer::trim_trailing_slash().layer(router);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, axum::ServiceExt::into_make_service(app)).await.unwrap();
}
// --- api/Cargo.toml
[package]
name = "api"
[dependencies]
axum = "0.8"
tower-http = "0.6"
// --- api/src/lib.rs
mod layers;
pub mod products;
mod users;
pub use users::router as account;
// --- api/src/layers.rs
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;

pub fn cors() -> CorsLayer {
    CorsLayer::new()
}
pub fn stack() -> impl Clone {
    tower::ServiceBuilder::new().layer(cors()).layer(CompressionLayer::new())
}
// --- api/src/users.rs
use crate::layers::cors;
use axum::{routing::get, Router};

async fn me() {}

pub fn router() -> Router {
    Router::new().route("/me", get(me)).layer(cors())  // chain: [GET /account/me] "tower_http::normalize_path::NormalizePathLayer [normalize-path] > cors [cors] > me"
}
// --- api/src/products.rs
use super::layers;
use axum::{routing::get, Router};

async fn show() {}

pub fn router() -> Router {
    let inner = Router::new().route("/{id}", get(show));  // chain: [GET /products/{id}] "tower_http::normalize_path::NormalizePathLayer [normalize-path] > cors [cors] > tower_http::compression::CompressionLayer [compression] > show"
    inner.layer(layers::stack())
}
