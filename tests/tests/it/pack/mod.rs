//! The evidence pack, from real intake to a stranger's check: an untouched pack is never accused, a touched one always.

mod anchors;
mod beside;
mod companions;
mod every;
mod fabricated;
mod forge;
mod honest;
mod hostile;
mod insider;
mod python;
mod shapes;
mod tampered;
mod township;
mod world;
