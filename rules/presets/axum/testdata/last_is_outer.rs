// Of layers that are chained the last is outermost: https://docs.rs/axum/latest/axum/middleware/index.html#ordering
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower-http = "0.6"
// --- src/main.rs
use axum::middleware::{self, Next};
use axum::{extract::Request, response::Response, routing::get, Router};
use tower_http::cors::CorsLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;

async fn list() {}
async fn count(request: Request, next: Next) -> Response {
    next.run(request).await
}

fn right() -> Router {
    Router::new()
        .route("/a", get(list))  // chain: [GET /a] "tower_http::cors::CorsLayer [cors] > tower_http::validate_request::ValidateRequestHeaderLayer [auth] > count > list"
        .layer(middleware::from_fn(count))
        .layer(ValidateRequestHeaderLayer::bearer("secret"))
        .layer(CorsLayer::permissive())
}

fn wrong() -> Router {
    Router::new()
        .route("/b", get(list))  // chain: [GET /b] "tower_http::validate_request::ValidateRequestHeaderLayer [auth] > tower_http::cors::CorsLayer [cors] > list"
        .layer(CorsLayer::permissive())  // error: [ordering/before axum-cors-before-auth] "stands inside"
        .layer(ValidateRequestHeaderLayer::bearer("secret"))
}

#[tokio::main]
async fn main() {
    let app = right().merge(wrong());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
