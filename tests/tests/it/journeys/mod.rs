//! Journeys across phone and server, in the words of the people who make them: a month offline, a phone killed in the
//! middle of a visit or of an upload, a clock that jumps, two phones of one cadre, a photo that is refused. Real core,
//! real HTTP, the real server; clocks and positions are stepped.

mod agreement;
mod ahead;
mod app_update;
mod brought;
mod clock_jumps;
mod decisions;
mod enrolled_again;
mod erased;
mod help_photos;
mod killed;
mod many;
mod month_offline;
mod photo_refused;
mod restored;
mod shut_out;
pub(crate) mod tls;
mod two_phones;
pub(crate) mod world;
