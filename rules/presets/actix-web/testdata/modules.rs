// Re-exported handlers and a type with routes of its own: LemmyNet/lemmy crates/routes.
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
mod api;

use actix_web::{web, App, HttpServer};
use api::{Api, *};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| App::new().service(ping).configure(Api::routes).configure(config))
        .bind("127.0.0.1:0")?
        .run()
        .await
}
// --- src/api/mod.rs
mod handlers;
pub use handlers::*;

use actix_web::{middleware::from_fn, web};

pub struct Api;

impl Api {
    pub fn routes(cfg: &mut web::ServiceConfig) {
        cfg.service(Self::scope());
    }
    fn scope() -> actix_web::Scope {
        web::scope("/v2").wrap(from_fn(Self::only_members)).service(ping)
    }
    async fn only_members() {}
}
// --- src/api/handlers.rs
use actix_web::{get, web, HttpResponse};

#[get("/ping")]  // chain: [GET /pages/ping] "ping" chain: [GET /ping] "ping" chain: [GET /v2/ping] "Self::only_members > ping"
pub async fn ping() -> HttpResponse {
    HttpResponse::Ok().finish()
}

pub fn config(cfg: &mut web::ServiceConfig) {
    let pages = web::scope("/pages");
    cfg.service(pages.service(ping));
}
