//! `GET /v1/server`: who this server is, signed by its key, for a phone whose cadre types instead of scanning.

use super::enrol::admitted;
use crate::web::answer::ApiError;
use crate::web::serve::{App, Client};
use axum::Json;
use axum::extract::State;
use ruhu_core::record::AboutServer;
use ruhu_core::wire::ServerAnswer;
use std::sync::Arc;

/// Says who it is. Of the rows it tells a township's name alone, which stands on every printed sheet.
pub async fn server(State(app): State<Arc<App>>, from: Client) -> Result<Json<ServerAnswer>, ApiError> {
    admitted(&app, from)?;
    let name = app.blocking(|app| app.gate.only_township_name()).await?;
    let about = AboutServer::new(&app.signer.public(), name, app.pin);
    Ok(Json(ServerAnswer {
        server: app.signer.about(&about),
    }))
}
