//! The phone app that this server hands out: one APK, the newest, in `DIR/app`. What is in it is read out of the file
//! itself, and what phones could not install, or should not, is refused before anybody hears of it.

mod apk;
mod axml;
mod manifest;
mod published;
mod signing;

pub use apk::{Apk, PACKAGE};
pub use published::{Brought, Condition, Published, Waiting, bring, condition, newest, path_of};
