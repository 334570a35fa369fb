//! What a township does, whoever asks for it: it takes records in, judges them, decides, and keeps its log. Nothing here
//! knows HTTP or a command line.
//!
//! From the lowest: [`log`] appends and seals; [`judge`] says what counts; [`ingest`] takes in what phones send;
//! [`decide`] writes what people decide; [`roster`] and [`villages`] read the lists that a township brings.

pub mod audit;
pub mod decide;
pub mod ingest;
pub mod judge;
pub mod log;
pub mod roster;
pub(crate) mod unnamed;
pub mod villages;
