//! The township server of Ruhu (入户): takes in what the phones recorded, judges it again, shows coverage, exports
//! evidence that a stranger can check. One binary, `ruhu`; this library is the whole of it, so that a test or the demo
//! can host the server in its own process and step its clock.

mod apart;
pub mod backup;
pub mod characters;
pub mod cli;
pub mod command;
pub mod disk;
pub mod doctor;
pub mod error;
pub mod folder;
pub mod mask;
pub mod pack;
pub mod phone_app;
pub mod shelf;
pub mod store;
pub mod tls;
pub mod town;
pub mod unsent;
pub mod web;

pub use error::{Error, Result};
