// What an option holds is not seen: no order is right or wrong. https://docs.rs/tower/latest/tower/util/fn.option_layer.html
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower = "0.5"
tower-http = "0.6"
// --- src/main.rs
use axum::{routing::get, Router};
use tower::util::option_layer;
use tower_http::cors::CorsLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;

async fn list() {}

#[tokio::main]
async fn main() {
    let dev = true;
    let app = Router::new()
        .route("/a", get(list))  // chain: [GET /a] "tower_http::validate_request::ValidateRequestHeaderLayer [auth] > dev?? > list"
        .layer(option_layer(dev.then(CorsLayer::permissive)))
        .layer(ValidateRequestHeaderLayer::bearer("secret"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
