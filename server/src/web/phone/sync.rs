//! `POST /v1/sync`: records up; receipts, a checkpoint and what has changed down.

use crate::store::Reach;
use crate::town::ingest;
use crate::web::answer::{ApiError, read_json};
use crate::web::serve::{App, Receipted};
use crate::web::session::Phone;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use ruhu_core::wire::{SYNC_BYTES, SyncAnswer, SyncRequest, TakenState};
use std::sync::Arc;

/// Records together at most `SYNC_BYTES`, and room for the JSON around them.
const BODY_LIMIT: usize = SYNC_BYTES + 256 * 1024;

/// Takes a phone's records in.
pub async fn sync(State(app): State<Arc<App>>, Phone(phone): Phone, body: Body) -> Result<Json<SyncAnswer>, ApiError> {
    let request: SyncRequest = read_json(body, BODY_LIMIT).await?;
    let answer = app
        .within(Reach::of_phone(&phone), move |app, store| {
            ingest::sync(store, &app.signer, &phone, &request, app.now())
        })
        .await?;
    for taken in &answer.taken {
        match &taken.state {
            TakenState::Receipt(_) => app.metrics.receipt(Receipted::Record),
            TakenState::Refused(no) => app.metrics.refused(&no.code),
        }
    }
    Ok(Json(answer))
}
