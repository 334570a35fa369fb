//! How a call is answered: one type of error for phones and pages, and a body read within bounds.

mod body;
mod browser;
mod complaint;

pub(crate) use body::read_json;
pub(crate) use browser::wants_page;
pub use complaint::ApiError;
pub(crate) use complaint::Refused;
