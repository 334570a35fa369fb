//! All tests across the crates in one binary, so that their dependencies are linked once.

mod desk;
mod faults;
mod journeys;
mod layering;
mod licences;
mod pack;
mod punctuation;
mod roads;
mod strangers;
mod town_hall;
