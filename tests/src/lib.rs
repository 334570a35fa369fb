//! What journeys, the demo and the benches share: a township on a free port, phones with the real core, clocks that are
//! stepped, the bad road, photos made distinct.

pub mod apk;
pub mod bench;
pub mod clock;
pub mod demo;
pub mod failure;
pub mod handset;
pub mod photos;
pub mod process;
pub mod road;
pub mod town;
pub mod town_hall;
pub mod village;
pub mod witness;
