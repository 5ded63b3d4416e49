// The router that a function of another file gives, served by axum::serve or by a function: tokio-rs/axum, examples/testing, `app()`.
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower = "0.5"
tower-http = "0.6"
// --- src/main.rs
mod routes;
use axum::Router;

#[tokio::main]
async fn main() {
    let app = routes::app();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
    axum::serve(listener, routes::other()).await.unwrap();
    serve(routes::optional()).await;
    serve_borrowed(&routes::built()).await;
}

async fn serve(app: Router) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app.layer(tower_http::trace::TraceLayer::new_for_http())).await.unwrap();
}

async fn serve_borrowed(app: &Router) {
    app.clone().oneshot(request()).await.unwrap();
}
// --- src/routes.rs
use axum::{middleware::from_fn, routing::get, Router};
use tower::util::option_layer;
use tower::ServiceBuilder;

pub fn app() -> Router {
    Router::new().route("/a", get(show)).layer(from_fn(guard))  // chain: [GET /a] "guard > show"
}

pub fn other() -> Router {
    Router::new().route("/b", get(show))  // chain: [GET /b] "show"
}

pub fn optional() -> Router {
    Router::new().route("/c", get(show)).layer(option_layer(Some(from_fn(guard))))  // chain: [GET /c] "tower_http::trace::TraceLayer [trace] > guard? > show"
}

pub fn built() -> Router {
    Router::new().route("/d", get(show)).layer(ServiceBuilder::new().option_layer(limit()).layer(from_fn(guard)))  // chain: [GET /d] "limit? > guard > show"
}

async fn show() {}
