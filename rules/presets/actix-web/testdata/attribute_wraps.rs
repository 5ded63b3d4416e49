// What an attribute wraps a handler in is an expression in a string: actix-web-codegen/tests/routes.rs (get_wrap, get_wrap_paths)
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
actix-cors = "0.7"
actix-web-httpauth = "0.8"
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "orders-are-guarded"
required = ["auth"]
routes = ["/orders/**"]
// --- src/main.rs
mod guards;

use actix_cors::Cors;
use actix_web::middleware::{from_fn, Condition};
use actix_web::{get, post, App, HttpResponse, HttpServer};
use actix_web_httpauth::middleware::HttpAuthentication as Login;

use crate::guards::Audited;

const TRACE: actix_web::middleware::Logger = actix_web::middleware::Logger::default();

async fn only_admins() {}

#[get("/orders", wrap = "Login::bearer(validator)")] // chain: [GET /orders] "actix_web_httpauth::middleware::HttpAuthentication [auth] > list"
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
async fn list() -> HttpResponse {}

#[get("/orders/{id}", wrap = "Login::<_, _>::bearer(validator)", wrap = "actix_web::middleware::Compress::default()")] // chain: [GET /orders/{id}] "actix_web::middleware::Compress [compression] > actix_web_httpauth::middleware::HttpAuthentication [auth] > show"
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
async fn show() -> HttpResponse {}

#[post("/orders", wrap = r#"Cors::default().allowed_origin("https://shop.example")"#, wrap = "Login::bearer(validator)")] // error: [ordering/before actix-cors-before-auth] "'actix_cors::Cors' (cors) stands inside 'actix_web_httpauth::middleware::HttpAuthentication' (auth) on route 'POST /orders' (actix_web_httpauth::middleware::HttpAuthentication [auth] > actix_cors::Cors [cors] > add)"
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ chain: [POST /orders] "actix_web_httpauth::middleware::HttpAuthentication [auth] > actix_cors::Cors [cors] > add"
async fn add() -> HttpResponse {}

#[post("/orders/{id}", wrap = "Audited")] // error: [ordering/required orders-are-guarded] "route 'POST /orders/{id}' has no 'auth' in its chain (Audited > change)"
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ chain: [POST /orders/{id}] "Audited > change"
async fn change() -> HttpResponse {}

#[post("/orders/{id}/pay", wrap = "{ let limit = 3; Audited }")] // chain: [POST /orders/{id}/pay] "{ let limit = 3; Audited }?? > pay"
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
async fn pay() -> HttpResponse {}

#[get("/admin", wrap = "from_fn(only_admins)", wrap = "Condition::new(cfg!(debug_assertions), guards::Audited)", wrap = "TRACE")] // chain: [GET /admin] "actix_web::middleware::Logger [logging] > guards::Audited? > only_admins > admin"
//<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
async fn admin() -> HttpResponse {}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| App::new().service(list).service(show).service(add).service(change).service(pay).service(admin))
        .bind("127.0.0.1:0")?
        .run()
        .await
}
// --- src/guards.rs
pub struct Audited;
