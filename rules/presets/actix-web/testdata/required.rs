// A scope without the guard of its neighbour: https://docs.rs/actix-web/latest/actix_web/struct.Scope.html#method.wrap
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
// --- src/main.rs
use actix_web::{web, App, HttpServer};
use actix_web_httpauth::middleware::HttpAuthentication;

async fn list() {}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .service(
                web::scope("/api/shop")
                    .route("/items", web::get().to(list))  // chain: [GET /api/shop/items] "actix_web_httpauth::middleware::HttpAuthentication [auth] > list"
                    .wrap(HttpAuthentication::bearer(validator)),
            )
            .service(web::scope("/api/export").route("/items", web::get().to(list)))  // error: [ordering/required api-is-guarded] "route 'GET /api/export/items' has no 'auth' in its chain"
            .route("/health", web::get().to(list))
    })
    .bind("127.0.0.1:0")?
    .run()
    .await
}
// --- krepis.toml
version = 1
[[ordering.rules]]
id = "api-is-guarded"
required = ["auth"]
routes = ["/api/**"]
