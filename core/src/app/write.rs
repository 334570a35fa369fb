//! Signing what an intention writes: one place that fills the envelope; and reading a record's body back.

use super::{Answer, App};
use crate::domain::Household;
use crate::error::{Error, Result};
use crate::ids::{HouseholdNo, RecordId, Sha256};
use crate::record::{Envelope, Kind, sign_record};
use crate::store::{Entry, HouseholdHistory, KeptRecord, NewRecord};
use crate::time::TimeEvidence;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A record's body as JSON.
pub(super) fn body<T: Serialize>(value: &T) -> serde_json::Value {
    serde_json::to_value(value).expect("our own bodies have text keys only, so they are always JSON")
}

/// A record's body, which we wrote ourselves.
pub(super) fn body_of<T: DeserializeOwned>(record: &KeptRecord) -> Result<T> {
    serde_json::from_value(record.envelope.body.clone()).map_err(|_| Error::Damaged {
        detail: "a record's body is not what its kind says".to_owned(),
    })
}

impl App {
    /// Signs and keeps an entry, written at `now`.
    pub(super) fn write(&self, entry: &Entry, now: &TimeEvidence) -> Answer<Vec<Sha256>> {
        let me = self.may_sign()?;
        let anchor = self.store.server_seen()?.anchor;
        let sign = |record: &NewRecord, seq: u64, prev: Option<Sha256>| -> Result<_> {
            let envelope = Envelope {
                id: record.id,
                kind: record.kind.clone(),
                v: 1,
                township: me.township.clone(),
                device: self.device.clone(),
                seq,
                prev,
                at: *now,
                anchor: anchor.clone(),
                body: record.body.clone(),
            };
            sign_record(&*self.signer, envelope)
        };
        Ok(self.store.append(&self.device, entry, &sign)?)
    }

    /// Signs and keeps one record that stands for itself; answers its id.
    pub(super) fn write_one<T: Serialize>(
        &self,
        kind: Kind,
        household: Option<&HouseholdNo>,
        about: Option<[u8; 16]>,
        value: &T,
    ) -> Answer<RecordId> {
        let now = self.clock.now();
        let id = RecordId::new(now.wall);
        let record = NewRecord {
            id,
            kind,
            household: household.cloned(),
            about,
            needed: now.wall,
            body: body(value),
        };
        let entry = Entry {
            records: vec![record],
            ..Entry::default()
        };
        self.write(&entry, &now)?;
        Ok(id)
    }

    /// A household this phone knows.
    pub(super) fn known_household(&self, household: &HouseholdNo) -> Answer<Household> {
        Ok(self.known(household)?.down.household)
    }
    /// The same with its history.
    pub(super) fn known(&self, household: &HouseholdNo) -> Answer<HouseholdHistory> {
        let known = self.store.household(household)?.ok_or_else(|| Error::NotFound {
            what: "household",
            id: household.to_string(),
        })?;
        Ok(known)
    }
}
