//! The desk's pages: server-rendered, no script; their look is one style sheet. What they say is computed by the pure
//! rules of the core; a page chooses and words it.

mod household;
mod identity;
mod list;
mod overview;
mod photo;
mod reader;
mod sessions;
mod shell;
mod sign_in;
mod silence;
mod standing;
mod strip;
mod urgent;
mod villages;
mod visit;
mod window;

pub use household::household;
pub use identity::open as open_identity;
pub use list::list;
pub use overview::overview;
pub use photo::photo;
pub use reader::Reader;
pub use sessions::{ChangeSays, change_password, sessions};
pub use shell::{Simulated, page, style_sheet};
pub use sign_in::{SignInSays, confirm_sign_in, link_gone, set_password, sign_in, sign_in_first};
