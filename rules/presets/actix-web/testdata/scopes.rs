// The App's middleware stands outside the Scope's, whatever the order of the text: actix/actix-web#2993, https://docs.rs/actix-web/latest/actix_web/middleware/index.html#ordering
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
use actix_web::{middleware::from_fn, web, App, HttpServer};

async fn list() {}
async fn add() {}
async fn a() {}
async fn b() {}
async fn c() {}
async fn d() {}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .service(
                web::scope("/api")
                    .service(
                        web::resource("/items")
                            .route(web::get().to(list))  // chain: [GET /api/items] "d > b > a > c > list"
                            .wrap(from_fn(c))
                            .post(add),  // chain: [POST /api/items] "d > b > a > c > add"
                    )
                    .wrap(from_fn(a))
                    .route("/plain", web::get().to(list).wrap(from_fn(c)))  // chain: [GET /api/plain] "d > b > a > c > list"
                    .wrap(from_fn(b)),
            )
            .wrap(from_fn(d))
            .route("/open", web::to(list))  // chain: [/open] "d > list"
    })
    .bind("127.0.0.1:0")?
    .run()
    .await
}
