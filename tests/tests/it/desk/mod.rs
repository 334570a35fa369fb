//! The desk's pages as people use them: in a real Chromium without a screen, on paper, in a spreadsheet. Pictures of
//! every step are left under `target/shots/desk`.

mod browser;
mod journey;
mod ledger;
mod world;
