//! Uploads whose end has come are removed, files that no upload knows any more, and photos that an erasure left behind.

use crate::store::{Reach, UploadId};
use crate::town::decide::remove_erased_photos;
use crate::town::unnamed::{GRACE_MS, has_row};
use crate::web::answer::ApiError;
use crate::web::serve::App;
use ruhu_core::time::{Clock, SystemClock};
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

/// Removes photo files that no row names: every file of the shelf is looked at, so not with each round.
pub async fn sweep_unnamed(app: &Arc<App>) {
    match unnamed_files(app).await {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "photo files without a row were removed"),
        Err(error) => tracing::warn!(
            status = error.status().as_u16(),
            "photo files could not be looked through"
        ),
    }
}

/// Photo files that a server left which ended between the file and its row. The disk's clock is the system's.
async fn unnamed_files(app: &Arc<App>) -> Result<u64, ApiError> {
    let before = SystemClock.now().wall.plus_ms(-GRACE_MS);
    let suspects = app
        .within(Reach::Server, move |app, store| {
            let mut suspects = Vec::new();
            for file in app.shelf.lying(before)? {
                if !has_row(store, &file)? {
                    suspects.push(file);
                }
            }
            Ok(suspects)
        })
        .await?;
    let mut removed = 0;
    for file in suspects {
        let _alone = app.shelving.write().await;
        let gone = app
            .within(Reach::Server, move |_, store| {
                Ok(!has_row(store, &file)? && file.remove(before)?)
            })
            .await?;
        removed += u64::from(gone);
    }
    Ok(removed)
}

async fn is_known(app: &Arc<App>, id: UploadId) -> Result<bool, ApiError> {
    app.within(Reach::Server, move |_, store| {
        Ok(store.upload(&id)?.is_some_and(|upload| !upload.finished))
    })
    .await
}
