//! A photo's original that ends stuck on its phone: a gateway on the road damages the length an upload is announced with,
//! and the real server refuses it for good, in its own words. Records and copies pass.

use super::Wrong;
use super::ask::Spoilt;
use super::visits::photos_named;
use crate::road::{AnswerGateway, Gateway, Request, with_json};
use crate::town::Town;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ruhu_core::wire::{PHOTOS_PATH, SYNC_PATH};
use ruhu_server::folder::Folder;
use std::sync::Arc;

/// A length beyond what any server takes; the refusal is final, unlike that of a part which came damaged.
const TOO_LONG: &str = "999999999999";

/// What changes answers where those are spoilt.
pub(super) fn answers(what: Spoilt) -> Option<Arc<AnswerGateway>> {
    (what == Spoilt::Answers).then(|| -> Arc<AnswerGateway> {
        Arc::new(|request, answer| match request.asks(&format!("POST {SYNC_PATH}")) {
            true => with_json(&answer, &|told| told["down"]["later"] = true.into()),
            false => answer,
        })
    })
}

/// The gateway that spoils this.
pub(super) fn gateway(town: &Town, what: Spoilt) -> Result<Option<Arc<Gateway>>, Wrong> {
    if what != Spoilt::Photo {
        return Ok(None);
    }
    let folder = Folder::open_existing(&town.folder.path, None)?;
    let code = town.code.clone();
    Ok(Some(Arc::new(move |request: &mut Request| {
        if !request.asks(&format!("POST {PHOTOS_PATH}")) {
            return;
        }
        // The record that names a photo came before it, so the township knows which files are originals. A township
        // that cannot be read ends this connection, and the test with it.
        let named = photos_named(&folder.store, &code).expect("the township's records can be read");
        let announced = request.header("upload-metadata").unwrap_or_default();
        let is_this = |hash: String| announced.contains(&STANDARD.encode(hash));
        let mut photos = named.values().flatten();
        if photos.any(|photo| is_this(photo.original.sha256.to_string())) {
            request.set_header("upload-length", TOO_LONG);
        }
    })))
}
