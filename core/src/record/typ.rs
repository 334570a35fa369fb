//! The registered `typ` values: what a JWS of Ruhu is for. A signature given for one is never good for another.

/// A record of a device, ES256.
pub const RECORD: &str = "ruhu-record+1";
/// The proof that a phone has its key, at enrolment, ES256 with the `jwk` in the header.
pub const ENROL: &str = "ruhu-enrol+1";
/// A device's certificate, by the server, EdDSA.
pub const DEVICE: &str = "ruhu-device+1";
/// What the server says of itself, by the server, EdDSA.
pub const SERVER: &str = "ruhu-server+1";
/// Which version of the phone app a server hands out, by the server, EdDSA.
pub const APP: &str = "ruhu-app+1";
/// A receipt for a record or a photo, by the server, EdDSA.
pub const RECEIPT: &str = "ruhu-receipt+1";
/// A checkpoint of a township's log, by the server, EdDSA.
pub const CHECKPOINT: &str = "ruhu-checkpoint+1";
/// What an evidence pack holds, by the server, EdDSA.
pub const PACK: &str = "ruhu-pack+1";
