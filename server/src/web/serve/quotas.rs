//! How much of the disk photos may take: a part of it stays free for records, and no phone or township takes it all.
//! Whoever is over hears 507 and comes again later; records are taken as long as the disk has room for them.

use super::App;
use crate::disk::{Room, keep_free_of, room_of};
use crate::store::{DeviceRow, Reach};
use crate::web::answer::ApiError;
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What photos may take, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotas {
    /// Kept free on the disk; absent: [`keep_free_of`] its size.
    pub keep_free: Option<u64>,
    /// Photos of one phone, with what is under way.
    pub phone: u64,
    /// Of that, under way: announced and not yet whole.
    pub phone_unfinished: u64,
    /// Photos of one township, with what is under way; absent: as much as the disk holds.
    pub township: Option<u64>,
    /// Of that, under way.
    pub township_unfinished: u64,
}

const GIB: u64 = 1 << 30;

impl Default for Quotas {
    fn default() -> Self {
        Self {
            keep_free: None,
            // Twenty years of a busy phone's originals.
            phone: 64 * GIB,
            phone_unfinished: 2 * GIB,
            township: None,
            township_unfinished: 32 * GIB,
        }
    }
}

/// Whether photos were refused for want of room when it was last asked: told in the log when it changes.
#[derive(Debug, Default)]
pub struct Full(AtomicBool);

impl App {
    /// Refuses so many more bytes of a photo when the disk would have less free than is kept free.
    pub(crate) async fn disk_takes(self: &Arc<Self>, bytes: u64) -> Result<(), ApiError> {
        let room = self.blocking(|app| room_of(&app.data)).await?;
        let keep = self.quotas.keep_free.unwrap_or_else(|| keep_free_of(room.size));
        let takes = room.free.saturating_sub(bytes) >= keep;
        if self.full.0.swap(!takes, Ordering::Relaxed) == takes {
            let Room { free, .. } = room;
            match takes {
                true => tracing::info!(free, keep, "the disk has room for photos again"),
                false => tracing::warn!(
                    free,
                    keep,
                    "the disk is nearly full: photos wait on the phones; make room"
                ),
            }
        }
        match takes {
            true => Ok(()),
            false => Err(full()),
        }
    }

    /// Refuses a photo of so many bytes that would take its phone or township over its quota.
    pub(crate) async fn quotas_take(self: &Arc<Self>, phone: &DeviceRow, bytes: u64) -> Result<(), ApiError> {
        let quotas = self.quotas;
        let (kid, township) = (phone.kid.clone(), phone.township.clone());
        let over = self
            .within(Reach::of_phone(phone), move |_, store| {
                let weighs = store.photo_bytes(&township, &kid, quotas.township.is_some())?;
                let with = |taken: u64| taken.saturating_add(bytes);
                Ok(if with(weighs.phone_unfinished) > quotas.phone_unfinished {
                    Some("this phone has too much under way")
                } else if with(weighs.phone.saturating_add(weighs.phone_unfinished)) > quotas.phone {
                    Some("this phone's photos take all that a phone's may")
                } else if with(weighs.township_unfinished) > quotas.township_unfinished {
                    Some("the township's phones have too much under way")
                } else if quotas
                    .township
                    .is_some_and(|most| with(weighs.township.saturating_add(weighs.township_unfinished)) > most)
                {
                    Some("the township's photos take all that they may")
                } else {
                    None
                })
            })
            .await?;
        match over {
            None => Ok(()),
            Some(what) => {
                tracing::warn!(township = %phone.township, what, "a photo waits: over quota");
                let message = format!("{what}; keep it on the phone, it will be sent later");
                Err(ApiError::later(
                    StatusCode::INSUFFICIENT_STORAGE,
                    "quota_full",
                    &message,
                    LATER_S,
                ))
            }
        }
    }
}

/// After so many seconds a phone may ask again.
const LATER_S: u64 = 3600;

fn full() -> ApiError {
    ApiError::later(
        StatusCode::INSUFFICIENT_STORAGE,
        "server_full",
        "the server's disk is nearly full; keep the photo on the phone, it will be sent later",
        LATER_S,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_disk_keeps_four_gibibytes_free_and_a_small_one_a_fifth_at_most() {
        for (size, keep) in [
            (1 << 40, 4 * GIB),
            (40 * GIB, 2 * GIB),
            (10 * GIB, 2 * GIB),
            (5 * GIB, GIB),
            (64 << 20, (64 << 20) / 5),
            (0, 0),
        ] {
            assert_eq!(keep_free_of(size), keep, "{size}");
        }
    }
}
