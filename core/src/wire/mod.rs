//! What travels between phone and server, as JSON bodies. The paths and headers are in docs/protocol.md.

mod about;
mod address;
mod app;
mod code;
mod enrol;
mod read_down;
#[cfg(feature = "seal")]
pub mod sealed;
#[cfg(feature = "seal")]
pub mod store_key;
mod sync;

pub use about::ServerAnswer;
pub use address::read_address;
pub use app::AppAnswer;
pub use code::{CODE_LENGTH, code_of, read_code, spoken_code};
pub use enrol::{EnrolAnswer, EnrolCode, EnrolProof, EnrolRequest};
pub use read_down::{DOWN_FIELDS, DownRead, SyncRead, Unread, down_of, read_down, read_sync_answer};
pub use sync::{
    CheckpointSeen, CompanionAsk, Complaint, Down, HouseholdDown, PhotoState, PolicyDown, SyncAnswer, SyncRequest,
    Taken, TakenState,
};

/// The path where a server says which version of the phone app it hands out; the file lies under it.
pub const APP_PATH: &str = "/app";
/// The path where a server says who it is.
pub const SERVER_PATH: &str = "/v1/server";
/// The path of the enrolment call.
pub const ENROL_PATH: &str = "/v1/enrol";
/// The path of the sync call.
pub const SYNC_PATH: &str = "/v1/sync";
/// The path under which photos are created (tus) and asked after (`/v1/photos/<sha256>`).
pub const PHOTOS_PATH: &str = "/v1/photos";
/// How many bytes of records one sync call carries at most.
pub const SYNC_BYTES: usize = 4 * 1024 * 1024;
/// The code of the 401 that a phone hears which the township has shut out.
pub const PHONE_REVOKED: &str = "phone_revoked";
/// The answer's header that carries a finished photo's receipt, a compact JWS.
pub const RECEIPT_HEADER: &str = "ruhu-receipt";
/// A client that can send nothing but GET and POST names the method it means in this header of a POST (tus 1.0.0).
pub const METHOD_OVERRIDE: &str = "X-HTTP-Method-Override";
/// The complaint of a 401 about a call that came without a bearer token: a phone always sends one, so a proxy removed it.
pub const NO_TOKEN: &str = "no_token";
/// The complaints of a 401 that end an enrolment. A 401 with any other, or with none, signs no phone out: name every
/// such code of the server here.
pub const SIGNED_OUT_CODES: [&str; 2] = ["unknown_token", "revoked"];
