// In a ServiceBuilder the first layer is outermost: https://docs.rs/tower/latest/tower/builder/struct.ServiceBuilder.html#order
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower = "0.5"
tower-http = "0.6"
// --- src/main.rs
use axum::{error_handling::HandleErrorLayer, http::StatusCode, routing::get, BoxError, Router};
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::{cors::CorsLayer, trace::TraceLayer, validate_request::ValidateRequestHeaderLayer};

async fn list() {}

fn right() -> Router {
    Router::new()
        .route("/a", get(list))  // chain: [GET /a] "tower_http::cors::CorsLayer [cors] > tower_http::validate_request::ValidateRequestHeaderLayer [auth] > list"
        .layer(
            ServiceBuilder::new()
                .layer(CorsLayer::permissive())
                .layer(ValidateRequestHeaderLayer::bearer("secret")),
        )
}

fn wrong() -> Router {
    Router::new()
        .route("/b", get(list))  // chain: [GET /b] "tower_http::validate_request::ValidateRequestHeaderLayer [auth] > tower_http::cors::CorsLayer [cors] > list"
        .layer(
            ServiceBuilder::new()
                .layer(ValidateRequestHeaderLayer::bearer("secret"))
                .layer(CorsLayer::permissive()),  // error: [ordering/before axum-cors-before-auth] "stands inside"
        )
}

// What stands in a ServiceBuilder is one entry among the layers of the router.
fn nested() -> Router {
    let stack = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(|_: BoxError| async { StatusCode::REQUEST_TIMEOUT }))
        .timeout(Duration::from_secs(10));
    Router::new()
        .route("/c", get(list))  // chain: [GET /c] "tower_http::trace::TraceLayer [trace] > axum::error_handling::HandleErrorLayer [error-handler] > tower::timeout::TimeoutLayer [error-timeout] > tower_http::cors::CorsLayer [cors] > list"
        .layer(CorsLayer::permissive())
        .layer(stack)
        .layer(TraceLayer::new_for_http())
}

#[tokio::main]
async fn main() {
    let app = right().merge(wrong()).merge(nested());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
