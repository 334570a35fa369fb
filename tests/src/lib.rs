//! What journeys, the demo and the benches share: the bad road, photos made distinct, a township on a free port.

pub mod bench;
pub mod demo;
pub mod photos;
pub mod road;
