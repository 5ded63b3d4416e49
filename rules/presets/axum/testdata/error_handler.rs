// A fallible middleware stands inside what handles its error: https://docs.rs/axum/latest/axum/error_handling/index.html#applying-fallible-middleware
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower = "0.5"
// --- src/main.rs
use axum::{error_handling::HandleErrorLayer, http::StatusCode, routing::get, BoxError, Router};
use std::time::Duration;
use tower::{timeout::TimeoutLayer, ServiceBuilder};

async fn list() {}
async fn failed(_: BoxError) -> StatusCode {
    StatusCode::REQUEST_TIMEOUT
}

#[tokio::main]
async fn main() {
    let app = Router::new()
        .route("/a", get(list))  // chain: [GET /a] "tower::timeout::TimeoutLayer [error-timeout] > axum::error_handling::HandleErrorLayer [error-handler] > list"
        .layer(
            ServiceBuilder::new()
                .layer(TimeoutLayer::new(Duration::from_secs(1)))
                .layer(HandleErrorLayer::new(failed)),  // error: [ordering/before axum-errors-handled-outside] "stands inside"
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
