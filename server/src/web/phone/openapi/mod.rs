//! `GET /openapi.json`: the calls of the phones, described for whoever writes another client. What a body holds is
//! derived from the very types that are read and written; what a call answers stands here, one file a group of calls.
//! A test holds this and the router to each other. The desk's pages are for people and are not here.

mod app;
mod calls;
mod uploads;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// The path of the description.
pub const OPENAPI_PATH: &str = "/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Ruhu 入户",
        description = "What travels between a cadre's phone and the township's server. Records, receipts and checkpoints \
                       are compact JWS; what they hold and how they are checked: docs/record.md. When to come back, and \
                       what to check before anything is kept: docs/protocol.md.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(
        calls::server,
        calls::enrol,
        calls::sync,
        app::newest,
        app::file,
        calls::health,
        calls::metrics,
        calls::openapi,
        uploads::options,
        uploads::create,
        uploads::state,
        uploads::offset,
        uploads::append,
        uploads::terminate,
        uploads::upload_options,
    ),
    modifiers(&Bearer),
    tags(
        (name = "phone", description = "Enrolment and records."),
        (name = "photos", description = "Photos, by tus 1.0.0: creation, creation-with-upload, checksum, expiration, \
                                         termination."),
        (name = "app", description = "The phone app that the server hands out, to everybody."),
        (name = "watching", description = "For whoever watches over the server.")
    )
)]
struct Api;

/// The token of an enrolled phone.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let mut bearer = Http::new(HttpAuthScheme::Bearer);
        bearer.description = Some("The token that enrolment gave to this phone.".to_owned());
        let components = api.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// The description, as JSON: it is the same as long as the program runs.
static JSON: LazyLock<String> = LazyLock::new(|| {
    Api::openapi()
        .to_json()
        .expect("a description made of texts and numbers is always JSON")
});

/// Answers the description.
pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], JSON.as_str()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::serve::router::api_paths;
    use std::collections::BTreeSet;

    #[test]
    fn what_is_routed_is_described_and_what_is_described_is_routed() {
        let described: BTreeSet<String> = Api::openapi().paths.paths.into_keys().collect();
        let routed: BTreeSet<String> = api_paths().into_iter().collect();
        assert_eq!(described, routed);
    }
}
