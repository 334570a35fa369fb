//! Which version of the phone app a server hands out.

use serde::{Deserialize, Serialize};

/// The answer to `GET /app`, when it is not a browser that asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppAnswer {
    /// A compact JWS by the server (EdDSA, typ `ruhu-app+1`): `{version_name, version_code, min_sdk, bytes, sha256, file}`.
    /// The file is at `/app/` and its name; believe it when it has this length and hash.
    pub app: String,
}
