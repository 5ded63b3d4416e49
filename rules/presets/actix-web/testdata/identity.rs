// The session middleware is mounted after the identity middleware: https://docs.rs/actix-identity/latest/actix_identity/
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-identity = "0.8"
actix-session = "0.10"
// --- src/main.rs
use actix_identity::IdentityMiddleware;
use actix_session::SessionMiddleware;
use actix_web::{web, App, HttpServer};

async fn list() {}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .wrap(IdentityMiddleware::default())
            .wrap(SessionMiddleware::new(store(), key()))
            .route("/a", web::get().to(list))  // chain: [GET /a] "actix_session::SessionMiddleware [session] > actix_identity::IdentityMiddleware [identity] > list"
    })
    .bind("127.0.0.1:0")?
    .run()
    .await?;
    HttpServer::new(|| {
        App::new()
            .wrap(SessionMiddleware::new(store(), key()))  // error: [ordering/before actix-session-before-identity] "stands inside"
            .wrap(IdentityMiddleware::default())
            .route("/b", web::get().to(list))
    })
    .bind("127.0.0.1:0")?
    .run()
    .await
}
