// A layer wraps the routes that are there when it is added: tokio-rs/axum#1330, MemeBattle/monorepo#675.
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower-http = "0.6"
// --- src/main.rs
use axum::{routing::get, Router};
use tower_http::validate_request::ValidateRequestHeaderLayer;

async fn list() {}

#[tokio::main]
async fn main() {
    let app = Router::new()
        .layer(ValidateRequestHeaderLayer::bearer("secret"))  // error: [ordering/uncovered-route] "'tower_http::validate_request::ValidateRequestHeaderLayer' (auth) covers no route: 'GET /x' is registered behind it"
        .route("/x", get(list));  // chain: [GET /x] "list"
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
