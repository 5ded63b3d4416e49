// An App that functions make and go on with: actix/examples, basics/nested-routing; LukeMathWalker/zero-to-production src/startup.rs.
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{from_fn, Logger};
use actix_web::{web, App, Error, HttpServer};

async fn list() {}
async fn guard() {}

pub fn app() -> App<impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse<impl MessageBody>, Error = Error, InitError = ()>> {
    App::new().route("/a", web::get().to(list)).wrap(from_fn(guard))  // chain: [GET /a] "actix_web::middleware::Logger [logging] > guard > list"
}

pub fn other() -> App<impl ServiceFactory<ServiceRequest>> {
    App::new().route("/b", web::get().to(list)).wrap(from_fn(guard))  // chain: [GET /b] "guard > list"
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| app().wrap(Logger::default())).bind("127.0.0.1:0")?.run().await?;
    HttpServer::new(other).bind("127.0.0.1:0")?.run().await
}
