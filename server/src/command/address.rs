//! The address that phones and browsers are told: the one given, else the one last served at.

use super::CommandError;
use crate::folder::Folder;
use crate::store::Access as _;
use crate::web::serve::web_address;

/// What a folder that was never served is served at.
pub(super) const FIRST_ADDRESS: &str = "http://127.0.0.1:8460";

/// The address to tell. An error says how one is written.
pub(super) fn address_of(folder: &Folder, given: Option<&str>) -> Result<String, CommandError> {
    if let Some(given) = given {
        return Ok(web_address(given)?);
    }
    let served = folder.store.serving()?.address;
    Ok(served.unwrap_or_else(|| FIRST_ADDRESS.to_owned()))
}
