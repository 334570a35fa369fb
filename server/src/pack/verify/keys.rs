//! The keys of a pack, and what the server signed of the whole.

use super::bag::Files;
use super::finding::{Code, Findings};
use super::lines::{LARGEST_KEYS, json, text};
use super::source::Source;
use crate::pack::{KeyOf, names};
use ruhu_core::ids::KeyId;
use ruhu_core::record::{DeviceKey, PackStatement, ServerKey};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The public keys of a pack.
pub(super) struct Keys {
    /// The server's.
    pub server: ServerKey,
    /// The devices', by name.
    pub devices: BTreeMap<KeyId, DeviceKey>,
    /// Those that are the township's own.
    pub desks: Vec<KeyId>,
}

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<serde_json::Value>,
}

/// Reads `keys.jwks`. `expected` is the fingerprint the reader was given by the township.
pub(super) fn read(source: &mut Source, expected: Option<&KeyId>, findings: &mut Findings) -> Option<Keys> {
    let jwks: Jwks = json(source, names::KEYS, LARGEST_KEYS, Code::KeysUnusable, findings)?;
    let mut servers: Vec<ServerKey> = Vec::new();
    let (mut devices, mut desks) = (BTreeMap::new(), Vec::new());
    for (place, jwk) in jwks.keys.iter().enumerate() {
        let of = serde_json::from_value::<KeyOf>(jwk["ruhu"].clone());
        let read = match of {
            Ok(KeyOf::Server) => ServerKey::from_jwk(jwk).map(|key| servers.push(key)),
            Ok(of @ (KeyOf::Desk | KeyOf::Phone)) => DeviceKey::from_jwk(jwk).map(|key| {
                if of == KeyOf::Desk {
                    desks.push(key.id());
                }
                devices.insert(key.id(), key);
            }),
            Err(_) => Err(ruhu_core::Error::Key("`ruhu` is server, desk or phone".into())),
        };
        if let Err(error) = read {
            findings.say(Code::KeysUnusable, format!("{} key {place}", names::KEYS), error);
        }
    }
    let [server] = &servers[..] else {
        findings.say(
            Code::KeysUnusable,
            names::KEYS,
            "there is exactly one server key in a pack",
        );
        return None;
    };
    if desks.len() > 1 {
        // What the township decides stands in one chain: a second key could unsay it.
        findings.say(
            Code::KeysUnusable,
            names::KEYS,
            "more than one key is the township's own",
        );
    }
    if let Some(expected) = expected.filter(|expected| **expected != server.id()) {
        findings.say(
            Code::ServerKeyOther,
            names::KEYS,
            format_args!("asked for {expected}, found {}", server.id()),
        );
    }
    Some(Keys {
        server: server.clone(),
        devices,
        desks,
    })
}

/// Reads `pack.jws` and compares the files it signed with those that are there, both ways.
pub(super) fn statement(
    source: &mut Source,
    keys: &Keys,
    files: &Files,
    findings: &mut Findings,
) -> Option<PackStatement> {
    let text = text(source, names::STATEMENT, findings)?;
    let statement = match keys.server.pack(text.trim_end_matches('\n')) {
        Ok(statement) => statement,
        Err(error) => {
            findings.say(Code::StatementNotGenuine, names::STATEMENT, error);
            return None;
        }
    };
    for (name, signed) in &statement.files {
        match files.hashes.get(name) {
            Some(found) if found == signed => {}
            Some(_) => findings.add(Code::NotAsSigned, name.as_str()),
            None => findings.say(Code::NotAsSigned, name.as_str(), "it is missing, or does not read"),
        }
    }
    for name in files.hashes.keys() {
        let payload = name.starts_with("data/") && name != names::STATEMENT;
        if payload && !statement.files.contains_key(name) {
            findings.say(Code::NotAsSigned, name.as_str(), "pack.jws does not name it");
        }
    }
    if statement.simulated != files.simulated {
        findings.add(Code::SimulatedDiffers, names::BAG_INFO);
    }
    Some(statement)
}
