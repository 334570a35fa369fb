//! `GET /v1/server`: who this server is, signed by its key, for a phone whose cadre types instead of scanning.

use super::ApiError;
use super::enrol::admitted;
use crate::serve::App;
use crate::store::Reach;
use axum::Json;
use axum::extract::{ConnectInfo, State};
use ruhu_core::record::AboutServer;
use ruhu_core::wire::ServerAnswer;
use std::net::SocketAddr;
use std::sync::Arc;

/// Says who it is. Of the rows it tells a township's name alone, which stands on every printed sheet.
pub async fn server(
    State(app): State<Arc<App>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
) -> Result<Json<ServerAnswer>, ApiError> {
    admitted(&app, from)?;
    let mut townships = app.within(Reach::Server, |_, store| store.townships()).await?;
    let only = townships.pop().filter(|_| townships.is_empty());
    let about = AboutServer::new(&app.signer.public(), only.map(|township| township.name), app.pin);
    Ok(Json(ServerAnswer {
        server: app.signer.about(&about),
    }))
}
