// Layers of a nested router stand inside those of the outer one: https://docs.rs/axum/latest/axum/struct.Router.html#method.nest
// --- krepis.toml
version = 1
[ordering.stages.auth]
match = ["require_user"]
[[ordering.rules]]
id = "api-is-guarded"
required = ["auth"]
routes = ["/api/**"]
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower-http = "0.6"
// --- src/main.rs
mod guard;
mod orders;

use axum::{middleware, routing::get, Router};
use tower_http::trace::TraceLayer;

async fn health() {}

#[tokio::main]
async fn main() {
    let api = Router::new()
        .nest("/orders", orders::routes())
        .route_layer(middleware::from_fn(guard::require_user))
        .merge(orders::reports());
    let app = Router::new()
        .nest("/api", api)
        .route("/health", get(health))  // chain: [GET /health] "tower_http::trace::TraceLayer [trace] > health"
        .layer(TraceLayer::new_for_http());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
// --- src/guard.rs
use axum::{extract::Request, middleware::Next, response::Response};

pub async fn require_user(request: Request, next: Next) -> Response {
    next.run(request).await
}
// --- src/orders.rs
use axum::routing::{get, post};
use axum::Router;
use tower_http::limit::RequestBodyLimitLayer;

async fn list() {}
async fn add() {}
async fn report() {}

pub fn routes() -> Router {
    Router::new()
        .route("/", get(list).post(add).layer(RequestBodyLimitLayer::new(1024)))  // chain: [GET /api/orders] "tower_http::trace::TraceLayer [trace] > guard::require_user [auth] > tower_http::limit::RequestBodyLimitLayer [body-limit] > list" chain: [POST /api/orders] "tower_http::trace::TraceLayer [trace] > guard::require_user [auth] > tower_http::limit::RequestBodyLimitLayer [body-limit] > add"
}

// Merged behind the guard's layer: it does not cover these.
pub fn reports() -> Router {
    Router::new().route("/reports", post(report))  // error: [ordering/required api-is-guarded] "'guard::require_user' is registered where it does not cover it"
}
