// Handlers that say their own route: https://docs.rs/actix-web/latest/actix_web/attr.get.html
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
mod users;

use actix_web::{delete, middleware::from_fn, route, web, App, HttpServer};

async fn log() {}

#[delete("/sessions/{id}", wrap = "Guarded")]  // chain: [DELETE /v1/sessions/{id}] "log > Guarded > leave"
async fn leave() {}

#[route("/both", method = "GET", method = "POST")]  // chain: [GET /v1/both] "log > both" chain: [POST /v1/both] "log > both"
async fn both() {}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new().service(
            web::scope("/v1").wrap(from_fn(log)).service(leave).service(both).service(users::show).service(users::api()),
        )
    })
    .bind("127.0.0.1:0")?
    .run()
    .await
}
// --- src/users.rs
use actix_web::{get, middleware::from_fn, post, web, Scope};

async fn only_admins() {}

#[get("/users/{id}")]  // chain: [GET /v1/users/{id}] "log > show"
pub async fn show() {}

#[post("")]  // chain: [POST /v1/admin] "log > only_admins > add"
async fn add() {}

pub fn api() -> Scope {
    web::scope("/admin").wrap(from_fn(only_admins)).service(add)
}
