//! Who may come in: phones by a token that an enrolment code bought, people by a one-time link and a session.
//! Every secret is hashed at rest; none is ever logged.

mod phone;
mod secret;
mod session;
mod sign_in;
mod throttle;

pub use phone::Phone;
pub use secret::{Secret, hash_of};
pub use session::{SignedIn, Transport};
pub use sign_in::{SIGN_IN_PATH, SignInLink, ask, confirm, link_at, new_link, sign_out};
pub use throttle::Throttle;
