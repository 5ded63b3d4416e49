// What krepis cannot follow is a barrier: an extension method, a loop, a fold, a field. launchbadge/realworld-axum-sqlx builds in functions.
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
shop-ext = "1"
tower-http = "0.6"
// --- src/main.rs
use axum::{routing::get, Router};
use shop_ext::RouterExt;
use tower_http::cors::CorsLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;

async fn list() {}

struct Server {
    guard: ValidateRequestHeaderLayer<()>,
}

impl Server {
    fn extended(&self) -> Router {
        Router::new()
            .route("/a", get(list))  // chain: [GET /a] "tower_http::validate_request::ValidateRequestHeaderLayer [auth] > .with_tracing(…)?? > tower_http::cors::CorsLayer [cors] > self.guard?? > list"
            .layer(self.guard.clone())
            .layer(CorsLayer::permissive())
            .with_tracing()
            .layer(ValidateRequestHeaderLayer::bearer("secret"))
    }

    fn looped(&self, names: &[String]) -> Router {
        let mut app = Router::new().route("/b", get(list));  // chain: [GET /b] "tower_http::cors::CorsLayer [cors] > list"
        for name in names {
            app = app.route(name, get(list));  // chain: [GET {/name}] "tower_http::cors::CorsLayer [cors] > list"
        }
        app.layer(CorsLayer::permissive())
    }

    fn folded(&self, all: Vec<Router>) -> Router {
        all.into_iter()
            .fold(Router::new().route("/c", get(list)), |app, one| app.merge(one))  // chain: [GET /c] "tower_http::cors::CorsLayer [cors] > .fold(…)?? > list"
            .layer(CorsLayer::permissive())
    }
}

#[tokio::main]
async fn main() {
    let server = Server { guard: ValidateRequestHeaderLayer::bearer("x") };
    let app = Server::extended(&server).merge(Server::looped(&server, &[])).merge(Server::folded(&server, vec![]));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
