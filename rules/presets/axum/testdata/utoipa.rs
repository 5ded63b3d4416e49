// Routes that stand in the attributes of their handlers and are listed by routes!(): docs.rs/utoipa-axum; rust-lang/crates.io, src/router.rs,
// whose src/bin/crates-io/server.rs puts a middleware around the router that a function of another crate gives.
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower = "0.5"
utoipa = "5"
utoipa-axum = "0.2"
// --- src/main.rs
mod items;
mod router;
use axum::middleware::from_fn;
use tower::Layer;

#[tokio::main]
async fn main() {
    let made = router::build();
    let normalize = from_fn(normalize_path);
    let made = normalize.layer(made);
    let service = made.into_make_service();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, service).await.unwrap();
}
// --- src/router.rs
use crate::items;
use axum::{middleware::from_fn, routing::get, Router};
use utoipa_axum::{router::OpenApiRouter, routes};

#[utoipa::path(get, path = "/api/me", params(A, B), responses((status = 200)))]  // chain: [GET /api/me] "normalize_path > guard > me"
async fn me() {}

#[utoipa::path(method(post, put), tag = "me", path = "/api/me")]
async fn update() {}

// Documented, but registered as what it is.
#[utoipa::path(get, path = "/documented/elsewhere")]
async fn health() {}

pub fn build() -> Router {
    let (router, api) = OpenApiRouter::new()
        .routes(routes!(me, update))
        .routes(routes!(items::list))
        .layer(from_fn(guard))
        .route("/health", get(health))  // chain: [GET /health] "normalize_path > health"
        .split_for_parts();
    router.route("/api.json", get(openapi))  // chain: [GET /api.json] "normalize_path > openapi"
}
// --- src/items.rs
use axum::Json;

#[utoipa::path(get, path = "/api/items")]  // chain: [GET /api/items] "normalize_path > guard > list"
pub async fn list() -> Json<u8> {}
