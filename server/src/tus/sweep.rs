//! Uploads whose end has come are removed, files that no upload knows any more, and photos that an erasure left behind.

use crate::api::ApiError;
use crate::desk::remove_erased_photos;
use crate::serve::App;
use crate::store::{Reach, UploadId};
use std::sync::Arc;

/// Sweeps once. A failure is logged; the next round tries again.
pub async fn sweep(app: &Arc<App>) {
    if let Err(error) = swept(app).await {
        tracing::warn!(status = error.status().as_u16(), "uploads could not be swept");
    }
}

async fn swept(app: &Arc<App>) -> Result<(), ApiError> {
    let ended = app
        .within(Reach::Server, |app, store| store.ended_uploads(app.now()))
        .await?;
    app.within(Reach::Server, |app, store| remove_erased_photos(store, &app.shelf))
        .await?;
    for id in ended {
        let inside = app.partials.enter(&id).await;
        inside.remove().await?;
        app.within(Reach::Server, move |_, store| store.end_upload(&id)).await?;
    }
    for id in app.partials.list().await? {
        if is_known(app, id.clone()).await? {
            continue;
        }
        // Looked at again from inside: an upload that is just beginning has its file before its row.
        let inside = app.partials.enter(&id).await;
        if !is_known(app, id).await? {
            inside.remove().await?;
        }
    }
    Ok(())
}

async fn is_known(app: &Arc<App>, id: UploadId) -> Result<bool, ApiError> {
    app.within(Reach::Server, move |_, store| {
        Ok(store.upload(&id)?.is_some_and(|upload| !upload.finished))
    })
    .await
}
