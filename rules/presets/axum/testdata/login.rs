// login_required! reads the session that AuthManagerLayer puts there: https://docs.rs/axum-login/latest/axum_login/#protecting-routes
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
axum-login = "0.18"
// --- src/main.rs
use axum::{routing::get, Router};
use axum_login::{login_required, AuthManagerLayerBuilder};

async fn list() {}

fn right(backend: Backend, session: Session) -> Router {
    let auth_layer = AuthManagerLayerBuilder::new(backend, session).build();
    Router::new()
        .route("/a", get(list))  // chain: [GET /a] "axum_login::AuthManagerLayerBuilder [auth-session] > axum_login::login_required [auth] > list"
        .route_layer(login_required!(Backend, login_url = "/login"))
        .layer(auth_layer)
}

fn wrong(backend: Backend, session: Session) -> Router {
    let auth_layer = AuthManagerLayerBuilder::new(backend, session).build();
    Router::new()
        .route("/b", get(list))
        .layer(auth_layer)  // error: [ordering/before axum-login-inside-session] "stands inside"
        .route_layer(login_required!(Backend, login_url = "/login"))
}

#[tokio::main]
async fn main() {
    let app = right(backend(), session()).merge(wrong(backend(), session()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
