// Several verbs and paths on one handler, each with middleware of its own: https://docs.rs/actix-web/latest/actix_web/attr.routes.html
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-web-httpauth = "0.8"
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "nobody-deletes-unseen"
required = ["auth"]
routes = ["/v1/**"]
// --- src/main.rs
use actix_web::{get, middleware::Compress, routes, web, App, HttpResponse, HttpServer};
use actix_web_httpauth::middleware::HttpAuthentication;

#[routes]
#[get("/test")] // error: [ordering/required nobody-deletes-unseen] "route 'GET /v1/test' has no 'auth' in its chain (example)"
//<^^^^^^^^^^^^
//<^^^^^^^^^^^^ chain: [GET /v1/test] "example"
#[get("/test2", wrap = "HttpAuthentication::basic(check)")] // chain: [GET /v1/test2] "actix_web_httpauth::middleware::HttpAuthentication [auth] > example"
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#[delete("/test", wrap = "HttpAuthentication::basic(check)", wrap = "Compress::default()")] // chain: [DELETE /v1/test] "actix_web::middleware::Compress [compression] > actix_web_httpauth::middleware::HttpAuthentication [auth] > example"
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
async fn example() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[routes]
#[put("/whole", wrap = "HttpAuthentication::basic(check)")] // chain: [PUT /v1/whole] "actix_web_httpauth::middleware::HttpAuthentication [auth] > whole"
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
async fn whole() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| App::new().service(web::scope("/v1").service(example).service(whole)))
        .bind("127.0.0.1:0")?
        .run()
        .await
}
