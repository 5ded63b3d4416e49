// Route::to() makes the route anew: what was wrapped before it is lost. Read in actix-web/src/route.rs, 4.11, and run.
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-web-httpauth = "0.8"
// --- src/main.rs
use actix_web::{web, App, HttpServer};
use actix_web_httpauth::middleware::HttpAuthentication;

async fn show() -> &'static str {
    "ok"
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| {
        App::new()
            .route("/lost", web::get().wrap(HttpAuthentication::bearer(check)).to(show))  // error: [ordering/uncovered-route] "'actix_web_httpauth::middleware::HttpAuthentication' (auth) covers no route: 'GET /lost' is given its handler behind it" chain: [GET /lost] "show"
            .route("/kept", web::get().to(show).wrap(HttpAuthentication::basic(check)))  // chain: [GET /kept] "actix_web_httpauth::middleware::HttpAuthentication [auth] > show"
            .service(
                web::resource("/resource")
                    .wrap(HttpAuthentication::bearer(check))
                    .route(web::put().to(show))  // chain: [PUT /resource] "actix_web_httpauth::middleware::HttpAuthentication [auth] > show"
                    .to(show),  // chain: [/resource] "actix_web_httpauth::middleware::HttpAuthentication [auth] > show"
            )
    })
    .bind(("127.0.0.1", 0))?
    .run()
    .await
}
