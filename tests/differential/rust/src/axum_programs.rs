//! Each middleware notes its name in the request, each handler answers with what was noted.
use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state, Next};
use axum::response::Response;
use axum::routing::{any, get, post, MethodRouter};
use axum::Router;
use tower::util::option_layer;
use tower::ServiceBuilder;

#[derive(Clone, Default)]
pub struct Noted(pub Vec<&'static str>);

pub fn note(request: &mut Request, name: &'static str) {
    let mut noted = request.extensions().get::<Noted>().cloned().unwrap_or_default();
    noted.0.push(name);
    request.extensions_mut().insert(noted);
}

macro_rules! recorders {
    ($($name:ident),*) => {
        $(pub async fn $name(mut request: Request, next: Next) -> Response {
            note(&mut request, stringify!($name));
            next.run(request).await
        })*
    };
}
recorders!(a, b, c, d, e);

macro_rules! handlers {
    ($($name:ident),*) => {
        $(pub async fn $name(mut request: Request) -> String {
            note(&mut request, stringify!($name));
            request.extensions().get::<Noted>().unwrap().0.join(" > ")
        })*
    };
}
handlers!(show, add, remove);

pub fn chained() -> Router {
    Router::new()
        .route("/chained/first", get(show))
        .layer(from_fn(a))
        .layer(from_fn(b))
        .route("/chained/second", get(show))
        .layer(from_fn(c))
        .route("/chained/last", get(show))
}

pub fn built() -> Router {
    let stack = ServiceBuilder::new().layer(from_fn(b)).layer(from_fn(c));
    Router::new()
        .route("/built", get(show))
        .layer(from_fn(a))
        .layer(stack)
        .layer(ServiceBuilder::new().layer((from_fn(d), from_fn(e))))
}

pub fn nested() -> Router {
    let inner = Router::new()
        .route("/in", get(show))
        .route_layer(from_fn(a))
        .route("/out", get(show));
    Router::new()
        .nest("/nested", inner)
        .layer(from_fn(b))
        .merge(merged())
        .layer(from_fn(c))
}

fn merged() -> Router {
    Router::new().route("/merged", any(show)).layer(from_fn(d))
}

pub fn methods() -> Router {
    let routes = post(add)
        .layer(from_fn(a))
        .delete(remove)
        .layer(from_fn(b));
    Router::new()
        .route("/methods", routes)
        .route("/method", method())
        .layer(from_fn(c))
}

fn method() -> MethodRouter {
    get(show).route_layer(from_fn_with_state(1, stateful)).post(add)
}

async fn stateful(
    axum::extract::State(_): axum::extract::State<i32>,
    mut request: Request,
    next: Next,
) -> Response {
    note(&mut request, "stateful");
    next.run(request).await
}

pub fn rebound(some: bool) -> Router {
    let mut app = Router::new().route("/rebound", get(show));
    app = app.layer(from_fn(a));
    if some {
        app = app.layer(from_fn(b));
    }
    let app = if some { further(app) } else { app };
    app.layer(option_layer(Some(from_fn(d)))).layer(from_fn(e))
}

fn further(app: Router) -> Router {
    app.layer(from_fn(c)).route("/further", get(show))
}

pub fn counted() -> Router {
    let mut app = Router::new();
    for path in ["/counted/one"] {
        app = app.route(path, get(show));
    }
    app.route("/counted/two", get(show)).layer(from_fn(a))
}

pub fn with_fallback() -> Router {
    Router::new()
        .fallback(show)
        .layer(from_fn(a))
        .route("/known", get(show))
        .layer(from_fn(b))
}

pub fn pieces() -> Router {
    let api = Router::new()
        .merge(Router::new().route("/users", get(show)).route_layer(from_fn(a)))
        .merge(Router::new().route("/health", get(show)))
        .layer(ServiceBuilder::new().layer(from_fn(b)).option_layer(Some(from_fn(c))));
    Router::new().nest("/api", api.layer(from_fn(d))).route("/about", get(show).layer(from_fn(e)))
}
