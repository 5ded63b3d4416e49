// A router is a value: under a new name, or assigned again, it is the same one. tokio-rs/axum, examples/tracing-aka-logging.
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower-http = "0.6"
// --- src/main.rs
use axum::{middleware, routing::get, Router};
use tower_http::cors::CorsLayer;
use tower_http::trace::TraceLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;

async fn list() {}
async fn log() {}

fn with_trace(app: Router) -> Router {
    app.layer(TraceLayer::new_for_http())
}

fn shadowed() -> Router {
    let app = Router::new().route("/a", get(list));  // chain: [GET /a] "tower_http::trace::TraceLayer [trace] > tower_http::cors::CorsLayer [cors] > log > list"
    let app = app.layer(middleware::from_fn(log));
    let app = app.layer(CorsLayer::permissive());
    with_trace(app)
}

fn assigned(dev: bool) -> Router {
    let mut app = Router::new();
    app = app.route("/b", get(list));  // chain: [GET /b] "tower_http::trace::TraceLayer [trace]? > tower_http::validate_request::ValidateRequestHeaderLayer [auth] > tower_http::cors::CorsLayer [cors]? > list"
    if dev {
        app = app.layer(CorsLayer::permissive());  // error: [ordering/before axum-cors-before-auth] "stands inside"
    }
    app = app.layer(ValidateRequestHeaderLayer::bearer("secret"));
    if dev {
        app = with_trace(app);
    }
    app
}

fn chosen(dev: bool) -> Router {
    let app = Router::new().route("/c", get(list));  // chain: [GET /c] "tower_http::cors::CorsLayer [cors]? > log > list"
    let app = app.layer(middleware::from_fn(log));
    if dev {
        app.layer(CorsLayer::permissive())
    } else {
        app
    }
}

#[tokio::main]
async fn main() {
    let app = shadowed().merge(assigned(true)).merge(chosen(false));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
