// A layer of a method router wraps the methods before it: https://docs.rs/axum/latest/axum/routing/struct.MethodRouter.html#method.layer
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower-http = "0.6"
// --- src/main.rs
use axum::routing::{any, get, MethodRouter};
use axum::{middleware, Router};

mod api {
    pub async fn list() {}
    pub async fn add() {}
    pub async fn remove() {}
}
async fn require_user() {}
async fn require_admin() {}

fn items() -> MethodRouter {
    get(api::list)  // chain: [GET /items] "require_user > api::list"
        .layer(middleware::from_fn(require_user))
        .delete(api::remove)
}

#[tokio::main]
async fn main() {
    let app = Router::new()
        .route(
            "/x",
            get(api::list)  // chain: [GET /x] "require_admin > require_user > api::list"
                .post(api::add)
                .layer(middleware::from_fn(require_user))
                .route_layer(middleware::from_fn(require_admin))
                .delete(api::remove),
        )
        .route("/any", any(api::list))  // chain: [/any] "api::list"
        .route("/items", items());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
