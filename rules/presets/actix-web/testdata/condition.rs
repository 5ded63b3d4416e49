// Condition::new is a middleware that may be there: https://docs.rs/actix-web/latest/actix_web/middleware/struct.Condition.html, majiayu000/litellm-rs#885
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
use actix_cors::Cors;
use actix_web::{middleware::Condition, web, App, HttpServer};
use actix_web_httpauth::middleware::HttpAuthentication;

async fn list() {}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let browser = true;
    HttpServer::new(move || {
        App::new()
            .wrap(HttpAuthentication::basic(validator))
            .wrap(Condition::new(browser, Cors::permissive()))
            .route("/a", web::get().to(list))  // chain: [GET /a] "actix_cors::Cors [cors]? > actix_web_httpauth::middleware::HttpAuthentication [auth] > list"
    })
    .bind("127.0.0.1:0")?
    .run()
    .await?;
    HttpServer::new(move || {
        let mut app = App::new().route("/b", web::get().to(list));  // chain: [GET /b] "actix_web_httpauth::middleware::HttpAuthentication [auth] > actix_cors::Cors [cors]? > list"
        app = app.wrap(Condition::new(browser, Cors::permissive()));  // error: [ordering/before actix-cors-before-auth] "stands inside"
        app.wrap(HttpAuthentication::basic(validator))
    })
    .bind("127.0.0.1:0")?
    .run()
    .await
}
