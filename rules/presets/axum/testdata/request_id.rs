// Ids are set before a request reaches TraceLayer and propagated inside it: https://docs.rs/tower-http/latest/tower_http/request_id/index.html#using-trace
// --- Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
tower = "0.5"
tower-http = "0.6"
// --- src/main.rs
use axum::{routing::get, Router};
use tower::ServiceBuilder;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::{trace::TraceLayer, ServiceBuilderExt};

async fn list() {}

#[tokio::main]
async fn main() {
    let right = Router::new().route("/a", get(list)).layer(  // chain: [GET /a] "tower_http::request_id::SetRequestIdLayer [set-request-id] > tower_http::trace::TraceLayer [trace] > tower_http::request_id::PropagateRequestIdLayer [propagate-request-id] > list"
        ServiceBuilder::new()
            .set_x_request_id(MakeRequestUuid)
            .layer(TraceLayer::new_for_http())
            .propagate_x_request_id(),
    );
    let wrong = Router::new()
        .route("/b", get(list))  // chain: [GET /b] "tower_http::request_id::PropagateRequestIdLayer [propagate-request-id] > tower_http::trace::TraceLayer [trace] > tower_http::request_id::SetRequestIdLayer [set-request-id] > list"
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))  // warning: [ordering/before axum-request-id-before-trace] "stands inside"
        .layer(TraceLayer::new_for_http())  // warning: [ordering/before axum-request-id-propagated-inside-trace] "stands inside"
        .layer(PropagateRequestIdLayer::x_request_id());
    let app = right.merge(wrong);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
