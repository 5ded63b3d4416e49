// The middleware registered last is outermost: Bansco/subilo#21, majiayu000/litellm-rs#832.
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
use actix_cors::Cors;
use actix_web::{middleware::Logger, web, App, HttpServer};
use actix_web_httpauth::middleware::HttpAuthentication;

async fn list() {}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .wrap(HttpAuthentication::bearer(validator))
            .wrap(Cors::permissive())
            .wrap(Logger::default())
            .route("/a", web::get().to(list))  // chain: [GET /a] "actix_web::middleware::Logger [logging] > actix_cors::Cors [cors] > actix_web_httpauth::middleware::HttpAuthentication [auth] > list"
    })
    .bind("127.0.0.1:0")?
    .run()
    .await?;
    HttpServer::new(|| {
        let auth = HttpAuthentication::bearer(validator);
        App::new()
            .wrap(Cors::default().allow_any_origin())  // error: [ordering/before actix-cors-before-auth] "stands inside"
            .wrap(auth)
            .route("/b", web::post().to(list))  // chain: [POST /b] "actix_web_httpauth::middleware::HttpAuthentication [auth] > actix_cors::Cors [cors] > list"
    })
    .bind("127.0.0.1:0")?
    .run()
    .await
}
