// A prefix for the handlers of a module, and of no module in it: https://docs.rs/actix-web/latest/actix_web/attr.scope.html
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
actix-web = "4"
// --- src/main.rs
use actix_web::{scope, App, HttpServer};

#[scope("/api")]
mod api {
    use actix_web::{get, post, HttpResponse};

    #[get("/hello")] // chain: [GET /api/hello] "hello"
//  ^^^^^^^^^^^^^^^^
    pub async fn hello() -> HttpResponse {}

    #[post("/v1/world", wrap = "super::Guarded")] // chain: [POST /api/v1/world] "super::Guarded > world"
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    pub async fn world() -> HttpResponse {}

    pub mod inner {
        use actix_web::{get, HttpResponse};
        #[get("/plain")] // chain: [GET /plain] "plain"
//      ^^^^^^^^^^^^^^^^
        pub async fn plain() -> HttpResponse {}
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| App::new().service(api::hello).service(api::world).service(api::inner::plain))
        .bind("127.0.0.1:0")?
        .run()
        .await
}
