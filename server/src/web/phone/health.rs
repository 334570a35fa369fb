//! `GET /health`: whether the server answers, for whoever watches over it.

use crate::web::serve::App;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;

/// The answer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Health {
    ok: bool,
    version: &'static str,
    /// The fingerprint of the server's key.
    server: String,
    simulated: bool,
}

/// Answers as long as the server serves.
pub async fn health(State(app): State<Arc<App>>) -> Json<Health> {
    Json(Health {
        ok: true,
        version: env!("CARGO_PKG_VERSION"),
        server: app.signer.public().id().to_string(),
        simulated: app.simulated,
    })
}
