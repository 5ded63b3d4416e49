// configure() calls a function with the application: https://docs.rs/actix-web/latest/actix_web/struct.App.html#method.configure
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
mod routes;

use actix_web::{middleware::Compress, web, App, HttpServer};

async fn health() {}

fn local(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/health").route(web::get().to(health)));  // chain: [GET /health] "actix_web::middleware::Compress [compression] > health"
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .configure(local)
            .configure(|cfg| routes::all(cfg, 3))
            .configure(routes::made())
            .wrap(Compress::default())
    })
    .bind("127.0.0.1:0")?
    .run()
    .await
}
// --- src/routes/mod.rs
mod orders;

use actix_web::web::{self, ServiceConfig};

pub fn all(cfg: &mut ServiceConfig, limit: usize) {
    cfg.service(web::scope("/orders").configure(orders::routes).app_data(limit));
}
pub fn made() -> impl FnOnce(&mut ServiceConfig) {
    |cfg| {}
}
// --- src/routes/orders.rs
use actix_web::web;

async fn list() {}

pub(super) fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("", web::get().to(list)).route("/{id}", web::put().to(list));  // chain: [GET /orders] "actix_web::middleware::Compress [compression] > list" chain: [PUT /orders/{id}] "actix_web::middleware::Compress [compression] > list"
}
