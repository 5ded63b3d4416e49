// What nothing mounts serves nothing that is seen: https://docs.rs/actix-web/latest/actix_web/struct.App.html#method.service
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
use actix_web::{get, web, App, HttpServer};

#[get("/used")]  // chain: [GET /used] "used"
async fn used() {}

#[get("/unused")]  // chain: [GET /unused] "(not seen: where 'unused' is mounted)?? > unused"
async fn unused() {}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| App::new().service(used)).bind("127.0.0.1:0")?.run().await
}
