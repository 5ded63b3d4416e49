// A layer wraps the fallback that is there as well: docs.rs/axum, Router::layer, "Middleware is only applied to existing routes".
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower-http = "0.6"
// --- src/main.rs
use axum::{routing::get, Router};
use tower_http::services::ServeDir;
use tower_http::validate_request::ValidateRequestHeaderLayer;

async fn health() {}

#[tokio::main]
async fn main() {
    let app = Router::new()
        .fallback_service(ServeDir::new("private"))
        .layer(ValidateRequestHeaderLayer::bearer("secret"))  // unknown: [barrier] "covers no route; whether what it does cover answers requests is not known"
        .route("/health", get(health));  // chain: [GET /health] "health"
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
