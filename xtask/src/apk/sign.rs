//! Signs an APK, schemes v2 and v3, with Debian's apksigner. The key is RSA: its signatures are the same each time, those
//! of an elliptic curve are not.
//!
//! Without `--release` it is a debug key of this machine, made on first use. With it: `RUHU_KEYSTORE` names the file,
//! `RUHU_KEY_ALIAS` the key in it (`ruhu` if not set); the password stands in the file `RUHU_KEYSTORE_PASSWORD_FILE` or in
//! the variable `RUHU_KEYSTORE_PASSWORD`, or apksigner asks for it. It never becomes a word of a command line.

use super::seal::Step;
use super::tools::folder;
use crate::run::{command, root, run};
use std::env::var_os;
use std::path::PathBuf;

/// A password that keeps nothing: the debug key says who built it, not that it may be trusted.
const DEBUG_PASSWORD: &str = "debug-only";

/// Whose key.
pub enum Key {
    Debug {
        keystore: PathBuf,
    },
    Release {
        keystore: PathBuf,
        alias: String,
        password: String,
    },
}

impl Key {
    /// The debug key, made if there is none.
    pub fn debug() -> Result<Key, String> {
        let keystore = folder().join("debug.keystore");
        if !keystore.exists() {
            make(&keystore)?;
        }
        Ok(Key::Debug { keystore })
    }

    /// The release key that the environment names.
    pub fn release() -> Result<Key, String> {
        let keystore = var_os("RUHU_KEYSTORE").map(PathBuf::from).ok_or(
            "--release signs with your own key: set RUHU_KEYSTORE to its file (docs/release.md says how to make one)",
        )?;
        // Ours are run in the root; the user may stand elsewhere.
        let keystore = std::path::absolute(&keystore).map_err(|e| format!("{}: {e}", keystore.display()))?;
        if !keystore.exists() {
            return Err(format!("RUHU_KEYSTORE: {} is not there", keystore.display()));
        }
        let word = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let password = match (word("RUHU_KEYSTORE_PASSWORD_FILE"), word("RUHU_KEYSTORE_PASSWORD")) {
            (Some(file), _) => {
                let file = std::path::absolute(&file).map_err(|e| format!("{file}: {e}"))?;
                format!("file:{}", file.display())
            }
            (None, Some(_)) => "env:RUHU_KEYSTORE_PASSWORD".to_owned(),
            (None, None) => "stdin".to_owned(),
        };
        Ok(Key::Release {
            keystore,
            alias: word("RUHU_KEY_ALIAS").unwrap_or_else(|| "ruhu".to_owned()),
            password,
        })
    }

    /// As the table names it.
    pub fn told(&self) -> String {
        match self {
            Key::Debug { .. } => "the debug key of this machine: to try, not to hand out".to_owned(),
            Key::Release { keystore, alias, .. } => format!("key `{alias}` of {}", keystore.display()),
        }
    }

    /// Signs `unsigned` into `signed`; `more` are options of apksigner's for an APK that is broken on purpose.
    pub fn sign(&self, unsigned: &PathBuf, signed: &PathBuf, more: &[&str]) -> Result<(), String> {
        let (keystore, alias, password) = match self {
            Key::Debug { keystore } => (keystore, "debug", format!("pass:{DEBUG_PASSWORD}")),
            Key::Release {
                keystore,
                alias,
                password,
            } => (keystore, alias.as_str(), password.clone()),
        };
        let name = format!("sign {}", signed.file_name().unwrap_or_default().to_string_lossy());
        let mut words = vec![alias.to_owned()];
        words.extend(more.iter().map(|&word| word.to_owned()));
        Step {
            name: &name,
            inputs: vec![unsigned.clone(), keystore.clone()],
            words,
            outputs: vec![signed.clone()],
        }
        .run(|| {
            let mut signer = command("apksigner");
            signer.args(["sign", "--min-sdk-version", "26"]);
            signer.args(["--v1-signing-enabled", "false", "--v4-signing-enabled", "false"]);
            signer
                .args(["--v2-signing-enabled", "true", "--v3-signing-enabled", "true"])
                .args(more);
            signer
                .arg("--ks")
                .arg(keystore)
                .args(["--ks-key-alias", alias, "--ks-pass", &password]);
            signer.arg("--out").arg(signed).arg(unsigned);
            run("apk: apksigner", &mut signer)
        })
    }
}

fn make(keystore: &PathBuf) -> Result<(), String> {
    // It may be the first thing that is made here.
    std::fs::create_dir_all(folder()).map_err(|e| format!("{}: {e}", folder().display()))?;
    let mut keytool = command("keytool");
    keytool.args([
        "-genkeypair",
        "-alias",
        "debug",
        "-keyalg",
        "RSA",
        "-keysize",
        "3072",
        "-validity",
        "10950",
    ]);
    keytool.args(["-dname", "CN=Ruhu debug", "-storetype", "PKCS12"]);
    keytool
        .args(["-storepass:env", "RUHU_DEBUG_PASSWORD"])
        .env("RUHU_DEBUG_PASSWORD", DEBUG_PASSWORD);
    keytool.arg("-keystore").arg(keystore).current_dir(root());
    run("apk: a debug key for this machine", &mut keytool)
}
