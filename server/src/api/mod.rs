//! The calls of the phones, but for photo uploads (`tus`). Paths, bodies and errors: docs/protocol.md.

mod app;
mod body;
mod complaint;
mod enrol;
mod health;
mod openapi;
mod server;
mod sync;

pub(crate) use app::wants_page;
pub use app::{app_file, newest_app};
pub use complaint::ApiError;
pub(crate) use complaint::Refused;
pub use enrol::enrol;
pub use health::health;
pub use openapi::{OPENAPI_PATH, openapi};
pub use server::server;
pub use sync::sync;
