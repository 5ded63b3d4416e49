// A middleware behind a field or a function that is not seen may be any: actix/actix-web#652.
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
use actix_cors::Cors;
use actix_web::{web, App, HttpServer};
use actix_web_httpauth::middleware::HttpAuthentication;

async fn list() {}

fn cors(settings: &Settings) -> Cors {
    let cors = Cors::default();
    cors.max_age(3600)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let settings = Settings::read();
    HttpServer::new(move || {
        App::new()
            .wrap(settings.middleware.clone())
            .wrap(shop_guard::guard())
            .wrap(HttpAuthentication::bearer(validator))
            .wrap(cors(&settings))
            .route("/a", web::get().to(list))  // chain: [GET /a] "cors [cors] > actix_web_httpauth::middleware::HttpAuthentication [auth] > shop_guard::guard > settings.middleware?? > list"
    })
    .bind("127.0.0.1:0")?
    .run()
    .await
}
