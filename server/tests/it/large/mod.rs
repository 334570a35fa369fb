//! Memory of the real program, measured: flat while the pack grows, and bounded whatever a pack is made of.

mod flat;
mod hostile;
mod run;
