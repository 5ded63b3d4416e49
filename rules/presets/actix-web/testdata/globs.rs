// Names of the framework that come by a glob, types among them (LemmyNet/lemmy, crates/api/routes/src/lib.rs): https://docs.rs/actix-web/latest/actix_web/web/index.html
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
// --- src/main.rs
mod routes;

use actix_web::{middleware::Compress, App, HttpServer};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        let app = App::new().wrap(Compress::default());
        app.configure(|cfg| routes::config(cfg))
    })
    .bind("127.0.0.1:0")?
    .run()
    .await
}
// --- src/routes.rs
use actix_web::{guard, web::*};

async fn list() {}

pub fn config(cfg: &mut ServiceConfig) {
    cfg.service(scope("/orders").guard(guard::Get()).route("", get().to(list)));  // chain: [GET /orders] "actix_web::middleware::Compress [compression] > list"
}
