//! The desk's pages: server-rendered, no script; their look is one style sheet.

mod shell;
mod sign_in;

pub use shell::{Simulated, page, style_sheet};
pub use sign_in::{confirm_sign_in, link_gone, sign_in_first, signed_in};
