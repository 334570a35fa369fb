//! The phone's photo shelf: files named by the SHA-256 of their plain bytes, encrypted on the disk.
//!
//! A file is there only when it is whole and synced: temporary file, sync, rename, sync of the folder. Only then may a
//! row name it. On the disk a file is a header with a random salt and chunks of 64 KiB, each ChaCha20-Poly1305 under a
//! key of the file's own, so that any part can be read without the rest and no chunk can be moved, dropped or swapped.

mod chunks;
mod files;
#[cfg(test)]
mod tests;

pub use files::Shelf;
