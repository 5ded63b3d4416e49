//! Prints `METHOD PATH: chain` of each route that is asked for.
mod actix_programs;
mod axum_programs;

use actix_programs as actix;
use actix_web::middleware::{from_fn, Condition};
use actix_web::{test, web, App};
use axum::body::Body;
use axum::http::Request;
use axum::Router;
use axum_programs as axum_apps;
use http_body_util::BodyExt;
use tower::ServiceExt;

async fn ask_axum(router: Router, routes: &[(&str, &str)]) {
    for (method, path) in routes {
        let request = Request::builder().method(*method).uri(*path).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        println!("axum {method} {path}: {}", String::from_utf8_lossy(&body));
    }
}

macro_rules! ask_actix {
    ($app:expr, $routes:expr) => {
        let service = test::init_service($app).await;
        for (method, path) in $routes {
            let method = actix_web::http::Method::from_bytes(method.as_bytes()).unwrap();
            let request = test::TestRequest::with_uri(path).method(method.clone()).to_request();
            let body = test::call_and_read_body(&service, request).await;
            println!("actix-web {method} {path}: {}", String::from_utf8_lossy(&body));
        }
    };
}

#[actix_web::main]
async fn main() {
    ask_axum(axum_apps::chained(), &[("GET", "/chained/first"), ("GET", "/chained/second"), ("GET", "/chained/last")]).await;
    ask_axum(axum_apps::built(), &[("GET", "/built")]).await;
    ask_axum(axum_apps::nested(), &[("GET", "/nested/in"), ("GET", "/nested/out"), ("PUT", "/merged")]).await;
    ask_axum(axum_apps::methods(), &[("POST", "/methods"), ("DELETE", "/methods"), ("GET", "/method"), ("POST", "/method")]).await;
    ask_axum(axum_apps::rebound(true), &[("GET", "/rebound"), ("GET", "/further")]).await;
    ask_axum(axum_apps::counted(), &[("GET", "/counted/two")]).await;
    ask_axum(axum_apps::with_fallback(), &[("GET", "/known")]).await;
    ask_axum(axum_apps::pieces(), &[("GET", "/api/users"), ("GET", "/api/health"), ("GET", "/about")]).await;

    ask_actix!(
        App::new()
            .wrap(from_fn(actix::a))
            .configure(actix::scoped)
            .configure(actix::configured)
            .wrap(Condition::new(true, from_fn(actix::b))),
        [
            ("GET", "/scope/shown/1"),
            ("GET", "/scope/resource"),
            ("PUT", "/scope/resource"),
            ("POST", "/configured/inner"),
            ("DELETE", "/configured/dropped"),
            ("GET", "/both"),
            ("PUT", "/both"),
            ("GET", "/guarded"),
            ("GET", "/several"),
            ("POST", "/several"),
            ("PUT", "/several/others"),
            ("GET", "/module/shown"),
            ("GET", "/inner/shown"),
        ]
    );
    let app = App::new().route("/late", web::get().to(actix::show));
    let app = app.wrap(from_fn(actix::a)).service(web::resource("/later").to(actix::show));
    ask_actix!(app.wrap(from_fn(actix::b)), [("GET", "/late"), ("POST", "/later")]);
}
