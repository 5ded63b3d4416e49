// Routers that mount themselves, and helpers that call themselves: bad input, no endless search.
// https://docs.rs/axum/latest/axum/struct.Router.html#method.nest
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
// --- src/main.rs
use axum::{routing::get, Router};

async fn list() {}

fn outer() -> Router {
    Router::new().route("/a", get(list)).nest("/again", inner())
}
fn inner() -> Router {
    Router::new().route("/b", get(list)).nest("/again", outer())
}
fn turn(app: Router) -> Router {
    turn(app.route("/c", get(list)))
}

#[tokio::main]
async fn main() {
    let app = turn(outer());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
