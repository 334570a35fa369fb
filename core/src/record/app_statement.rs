//! What the server says of the phone app that it hands out: which version, and the file by its length and hash. A phone
//! asks for the file only after this was verified, and believes the file only when it has this hash.

use super::{ServerKey, ServerSigner, typ};
use crate::ids::Sha256;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};

/// The payload of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct AppStatement {
    /// The version as people say it, "0.2.0".
    pub version_name: String,
    /// The version as Android compares it: the larger one is the newer.
    pub version_code: u32,
    /// The oldest Android that it installs on, by its API level.
    pub min_sdk: u32,
    /// The file's length.
    pub bytes: u64,
    /// The file's hash.
    pub sha256: Sha256,
    /// The file's name, the last part of its path on the server.
    pub file: String,
}

impl AppStatement {
    /// The largest app that is handed out, in bytes.
    pub const MOST_BYTES: u64 = 256 << 20;
    /// The most characters that a version or a file's name has.
    pub const MOST_CHARS: usize = 100;

    /// Reads a statement that this server signed.
    ///
    /// # Errors
    /// `NotGenuine` when it did not, or when the statement says what no server of ours says.
    pub fn read(server: &ServerKey, jws: &str) -> Result<Self> {
        let told: Self = server.read(typ::APP, jws)?;
        match told.is_sound() {
            true => Ok(told),
            false => Err(Error::NotGenuine(format!(
                "the payload of a {} makes no sense",
                typ::APP
            ))),
        }
    }

    /// The name becomes a part of a path on both ends, and the length is waited for.
    fn is_sound(&self) -> bool {
        let version = &self.version_name;
        is_file_name(&self.file)
            && (1..=Self::MOST_CHARS).contains(&version.chars().count())
            && !version.chars().any(char::is_control)
            && (1..=Self::MOST_BYTES).contains(&self.bytes)
    }
}

/// Whether this is a name such as `ruhu-0.2.0.apk` and no way to another folder.
fn is_file_name(name: &str) -> bool {
    name.len() <= AppStatement::MOST_CHARS
        && name.ends_with(".apk")
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

impl ServerSigner {
    /// Signs which version of the phone app it hands out, typ `ruhu-app+1`.
    pub fn app(&self, app: &AppStatement) -> String {
        self.statement(typ::APP, app)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> AppStatement {
        AppStatement {
            version_name: "0.2.0".into(),
            version_code: 2,
            min_sdk: 26,
            bytes: 4_800_000,
            sha256: Sha256::of(b"app"),
            file: "ruhu-0.2.0-2.apk".into(),
        }
    }

    #[test]
    fn only_the_enrolled_servers_own_statement_is_believed() {
        let (one, other) = (ServerSigner::from_bytes(&[9; 32]), ServerSigner::from_bytes(&[8; 32]));
        let jws = one.app(&statement());
        assert_eq!(AppStatement::read(&one.public(), &jws).expect("genuine"), statement());
        assert!(AppStatement::read(&other.public(), &jws).is_err(), "signed by another");
        let payload = serde_json::to_vec(&statement()).expect("JSON");
        for bad in ["", "a.b.c", &one.sign(typ::PACK, &payload), &one.sign(typ::APP, b"{}")] {
            assert!(AppStatement::read(&one.public(), bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_that_leads_elsewhere_and_a_length_without_end_are_no_statement() {
        let server = ServerSigner::from_bytes(&[9; 32]);
        let believed = |told: &AppStatement| AppStatement::read(&server.public(), &server.app(told)).is_ok();
        assert!(believed(&statement()));
        for file in [
            "",
            "../x.apk",
            "a/b.apk",
            ".apk",
            "-x.apk",
            "ruhu.apk?x=1",
            "ruhu.txt",
            "入户.apk",
        ] {
            let told = AppStatement {
                file: file.into(),
                ..statement()
            };
            assert!(!believed(&told), "{file}");
        }
        for bytes in [0, AppStatement::MOST_BYTES + 1] {
            assert!(!believed(&AppStatement { bytes, ..statement() }), "{bytes}");
        }
        for version in ["", "0.2\n", &"9".repeat(101)] {
            let told = AppStatement {
                version_name: version.to_owned(),
                ..statement()
            };
            assert!(!believed(&told), "{version:?}");
        }
    }
}
