//! Who may come in: phones by a token that an enrolment code bought, people by a one-time link or by name and password,
//! then by a session. What a caller shows yields a reach, and no row is read or written without one.
//! Every secret is hashed at rest; none is ever logged.

mod caller;
mod change_password;
mod link;
mod my_sessions;
mod password;
mod phone;
mod pressed;
mod secret;
mod set_password;
mod sign_in;
mod signed_in;
mod throttle;
mod waits;

pub use caller::Caller;
pub(crate) use caller::caller_of;
pub use change_password::{ask_change, change};
pub use link::{SIGN_IN_PATH, SignInLink, ask, confirm, link_at, new_link};
pub use my_sessions::{end_one, end_others, mine, sign_out};
pub use password::{LONGEST, Password, Passwords, SHORTEST, Weak};
pub use phone::Phone;
pub use pressed::Pressed;
pub use secret::{Secret, hash_of};
pub use set_password::{PASSWORD_PATH, ask_password, set};
pub use sign_in::{enter, form};
pub use signed_in::{SignedIn, Transport, origin_of};
pub use throttle::Throttle;
pub(crate) use throttle::network_of;
pub use waits::Waits;
