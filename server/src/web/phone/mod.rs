//! The calls of the phones, but for photo uploads (`tus`). Paths, bodies and errors: docs/protocol.md.

mod app;
mod enrol;
mod health;
mod openapi;
mod server;
mod sync;
pub mod tus;

pub use app::{app_file, newest_app};
pub use enrol::enrol;
pub use health::health;
pub use openapi::{OPENAPI_PATH, openapi};
pub use server::server;
pub use sync::sync;
