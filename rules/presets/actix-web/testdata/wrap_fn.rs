// wrap_fn takes a closure: https://docs.rs/actix-web/latest/actix_web/struct.App.html#method.wrap_fn
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
use actix_web::dev::Service;
use actix_web::middleware::{from_fn, NormalizePath};
use actix_web::{guard, web, App, HttpServer};

async fn list() {}
async fn log() {}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .wrap_fn(|request, service| service.call(request))
            .wrap(from_fn(log))
            .wrap(NormalizePath::trim())
            .service(
                web::scope("/only")
                    .guard(guard::Header("x", "y"))
                    .route("/here", web::get().guard(guard::Host("a")).to(list)),  // chain: [GET /only/here] "actix_web::middleware::NormalizePath [normalize-path] > log > (anonymous) > list"
            )
            .default_service(web::to(list))
    })
    .bind("127.0.0.1:0")?
    .run()
    .await
}
