//! What journeys and the demo share: the bad road, photos made distinct, a township on a free port.

pub mod bench;
pub mod road;
