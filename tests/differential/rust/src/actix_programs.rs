//! The same for actix-web.
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::{from_fn, Next};
use actix_web::{delete, get, route, routes, scope, web, Error, HttpMessage, HttpRequest};

#[derive(Clone, Default)]
pub struct Noted(pub Vec<&'static str>);

macro_rules! recorders {
    ($($name:ident),*) => {
        $(pub async fn $name(
            request: ServiceRequest,
            next: Next<impl MessageBody>,
        ) -> Result<ServiceResponse<impl MessageBody>, Error> {
            let mut noted = request.extensions().get::<Noted>().cloned().unwrap_or_default();
            noted.0.push(stringify!($name));
            request.extensions_mut().insert(noted);
            next.call(request).await
        })*
    };
}
recorders!(a, b, c, d, e);

fn chain(request: &HttpRequest, handler: &'static str) -> String {
    let mut noted = request.extensions().get::<Noted>().cloned().unwrap_or_default();
    noted.0.push(handler);
    noted.0.join(" > ")
}

pub async fn show(request: HttpRequest) -> String {
    chain(&request, "show")
}

#[get("/shown/{id}")]
pub async fn shown(request: HttpRequest) -> String {
    chain(&request, "shown")
}

#[delete("/dropped")]
pub async fn dropped(request: HttpRequest) -> String {
    chain(&request, "dropped")
}

#[route("/both", method = "GET", method = "PUT")]
pub async fn both(request: HttpRequest) -> String {
    chain(&request, "both")
}

#[get("/guarded", wrap = "from_fn(e)")]
pub async fn guarded(request: HttpRequest) -> String {
    chain(&request, "guarded")
}

#[routes]
#[get("/several")]
#[post("/several", wrap = "from_fn(e)", wrap = "actix_web::middleware::from_fn::<_, _>(self::d)")]
#[put("/several/others", wrap = "from_fn(c)")]
pub async fn several(request: HttpRequest) -> String {
    chain(&request, "several")
}

#[scope("/module")]
pub mod module {
    use actix_web::{get, middleware::from_fn as around, HttpRequest};

    #[get("/shown", wrap = "around(super::e)")]
    pub async fn in_module(request: HttpRequest) -> String {
        super::chain(&request, "in_module")
    }

    pub mod inner {
        #[actix_web::get("/inner/shown")]
        pub async fn in_inner(request: actix_web::HttpRequest) -> String {
            super::super::chain(&request, "in_inner")
        }
    }
}

pub fn scoped(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::scope("/scope")
            .wrap(from_fn(c))
            .service(shown)
            .service(
                web::resource("/resource")
                    .wrap(from_fn(e))
                    .route(web::get().to(show))
                    .route(web::put().wrap(from_fn(a)).to(show)),
            )
            .wrap(from_fn(d)),
    );
}

pub fn configured(cfg: &mut web::ServiceConfig) {
    cfg.service(web::scope("/configured").configure(inner).wrap(from_fn(c)))
        .service(both)
        .service(guarded)
        .service(several)
        .service(module::in_module)
        .service(module::inner::in_inner);
}

fn inner(cfg: &mut web::ServiceConfig) {
    cfg.route("/inner", web::post().to(show)).service(dropped);
}
