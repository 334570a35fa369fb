//! The core of Ruhu: one meaning of "visited often enough" for phone and server.
//!
//! Floors (a file imports only from floors below its own; `tests/tests/it/layering.rs` holds us to it):
//! 4 `app` · 3 `store`, `sync` · 2 `sqlite`, `shelf` · 1 `rules`, `coverage`, `cases`, `outbox`, `record`, `wire`, `photo`
//! · 0 `ids`, `time`, `error`, `domain`, `openapi`.

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!();

pub mod domain;
pub mod error;
pub mod ids;
#[cfg(feature = "openapi")]
mod openapi;
pub mod time;

pub mod cases;
pub mod coverage;
pub mod outbox;
#[cfg(feature = "photo")]
pub mod photo;
pub mod record;
pub mod rules;
pub mod wire;

#[cfg(feature = "sqlite")]
pub mod shelf;
#[cfg(feature = "sqlite")]
pub mod sqlite;

#[cfg(feature = "device")]
pub mod store;
#[cfg(feature = "device")]
pub mod sync;

#[cfg(feature = "device")]
pub mod app;

pub use error::{Error, Result};
