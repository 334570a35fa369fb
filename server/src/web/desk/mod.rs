//! The desk's pages: server-rendered, whole without a script; their look is one style sheet. What they say is computed by the pure
//! rules of the core; a page chooses and words it.

mod cadre;
mod headline;
mod homes;
mod household;
mod identity;
mod ledger;
mod list;
mod overview;
mod phone_app;
mod photo;
mod reader;
mod sessions;
mod shell;
mod sign_in;
mod silence;
mod standing;
mod strip;
mod text;
mod tools;
mod trouble;
mod urgent;
mod villages;
mod visit;
mod when;
mod window;

pub use cadre::cadre;
pub use household::household;
pub use identity::open as open_identity;
pub use ledger::ledger;
pub use list::list;
pub use overview::overview;
pub use phone_app::phone_app;
pub use photo::photo;
pub use reader::Reader;
pub use sessions::{ChangeSays, change_password, sessions};
pub(crate) use shell::not_found;
pub use shell::{Simulated, page, style_sheet};
pub use sign_in::{SignInSays, confirm_sign_in, link_gone, set_password, sign_in, sign_in_first};
pub use tools::script;
pub(crate) use trouble::in_words;
