//! A visit, from the first tap to the signed record and what is added to it later. In order:
//!
//! 1. [`App::start`] makes a draft; [`App::late_entry`] makes one of times told by hand (`begin`). Every change is saved before
//!    it is answered, so that a process killed at any moment loses nothing; [`App::cancel`] throws a draft away.
//! 2. [`App::change`] checks one change and applies it (`change`); companions are held to the township's list (`companion`).
//! 3. [`App::attach_photo`] makes a copy and a thumbnail, writes both files to the shelf, then their row (`photo`).
//! 4. [`App::judge`] answers what the draft is worth if it were finished now (`judge`): `weigh` makes the facts of what this
//!    phone knows and puts them through the rules, with `is_of_spot` for the visits of the day (`spot`).
//! 5. [`App::finish`] weighs once more, signs and keeps the record in one transaction, and then tells what was kept
//!    (`finish`): called again, it changes nothing and answers the same.
//! 6. [`App::correct`] and [`App::sign`] write records about a finished visit (`correct`); its own never changes.
//!    [`App::answer_companion`] says whether this cadre was at a visit of somebody else's.

mod begin;
mod change;
mod companion;
mod correct;
mod draft;
mod finish;
mod judge;
mod photo;
mod spot;
mod weigh;

#[cfg(doc)]
use super::App;

pub use draft::{Draft, DraftChange, DraftLine};
pub use finish::Finished;
pub use judge::{Door, Reason};
pub(super) use photo::ready;
pub use photo::{PhotoFrom, PhotoTaken, PhotoView, StampPicture};
