//! What a server says of itself, before anybody is enrolled.

use serde::{Deserialize, Serialize};

/// The answer to `GET /v1/server`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerAnswer {
    /// A compact JWS by the server (EdDSA, typ `ruhu-server+1`): `{server_key, township_name?, pin?}`. Read it by the key
    /// it carries, and believe it when a person has compared that key's six words with the printed sheet.
    pub server: String,
}
