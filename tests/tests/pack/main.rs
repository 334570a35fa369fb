//! The evidence pack, from real intake to a stranger's check: an untouched pack is never accused, a touched one always.

mod forge;
mod honest;
mod hostile;
mod insider;
mod python;
mod tampered;
mod township;
mod world;
