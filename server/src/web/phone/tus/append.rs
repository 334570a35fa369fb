//! Adding a part to an upload's file as it arrives. Whatever arrived stays, at whatever byte the road is cut; a whole
//! part that does not hash to what its header says is taken back.

use super::checksum::Checksum;
use super::partial::Inside;
use axum::body::Body;
use http_body_util::BodyExt;
use ruhu_core::Error as CoreError;
use tokio::io::AsyncWriteExt;

/// How the part ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It came whole, or as far as the road went: the file holds what arrived.
    Kept,
    /// Another call wants the upload; the file holds what arrived.
    TakenOver,
    /// It is longer than what the upload lacks; nothing was added.
    TooLong,
    /// It is not what its checksum says; nothing was added.
    ChecksumDiffers,
}

/// Adds the body to the file, which ends at `from` and may grow by `room` bytes. Synced when it answers.
pub(super) async fn append(
    inside: &Inside,
    mut body: Body,
    from: u64,
    room: u64,
    mut checksum: Option<Checksum>,
) -> Result<End, CoreError> {
    let mut file = tokio::fs::File::from_std(inside.open().await?);
    let mut added: u64 = 0;
    let mut whole = false;
    let mut end = End::Kept;
    loop {
        let frame = tokio::select! {
            frame = body.frame() => frame,
            () = inside.asked_to_leave() => {
                end = End::TakenOver;
                break;
            }
        };
        let data = match frame {
            None => {
                whole = true;
                break;
            }
            // The road was cut, or nothing came for too long.
            Some(Err(_)) => break,
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) => data,
                // Trailers say nothing here.
                Err(_) => continue,
            },
        };
        added = added.saturating_add(u64::try_from(data.len()).unwrap_or(u64::MAX));
        if added > room {
            end = End::TooLong;
            break;
        }
        if let Some(checksum) = &mut checksum {
            checksum.update(&data);
        }
        file.write_all(&data).await.map_err(|error| inside.failed(error))?;
    }
    if whole && checksum.is_some_and(|checksum| !checksum.holds()) {
        end = End::ChecksumDiffers;
    }
    file.flush().await.map_err(|error| inside.failed(error))?;
    if matches!(end, End::TooLong | End::ChecksumDiffers) {
        file.set_len(from).await.map_err(|error| inside.failed(error))?;
    }
    file.sync_data().await.map_err(|error| inside.failed(error))?;
    Ok(end)
}
