//! Whose phone the township has not heard of: "not visited" is not "not uploaded yet".

use crate::store::PhoneState;
use ruhu_core::ids::CadreId;
use ruhu_core::time::Moment;
use std::collections::BTreeMap;

/// A phone is silent when it has not synced for so many China days.
pub const SILENT_DAYS: i32 = 3;

/// A cadre whose visits may stand on a phone and not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Whose phone.
    pub name: String,
    /// When it last synced; when it was enrolled, if it never did.
    pub since: Moment,
    /// China days from then to today.
    pub days: i32,
    /// It has never synced.
    pub never: bool,
    /// Records it said were still on it.
    pub waiting: u64,
}

/// The cadres whose phones are silent, or said that records are still on them. A revoked phone says nothing; of a
/// cadre's several phones the one heard of last speaks.
pub fn quiet(phones: &[PhoneState], now: Moment) -> BTreeMap<CadreId, Quiet> {
    let mut cadres: BTreeMap<CadreId, Quiet> = BTreeMap::new();
    for phone in phones.iter().filter(|phone| phone.revoked.is_none()) {
        let since = phone.last_seen.unwrap_or(phone.enrolled);
        let said = Quiet {
            name: phone.cadre_name.clone(),
            since,
            days: now.day().since(since.day()),
            never: phone.last_seen.is_none(),
            waiting: phone.waiting_records,
        };
        match cadres.get_mut(&phone.cadre) {
            None => {
                cadres.insert(phone.cadre, said);
            }
            Some(other) => {
                let waiting = other.waiting.saturating_add(said.waiting);
                if said.since > other.since {
                    *other = said;
                }
                other.waiting = waiting;
            }
        }
    }
    cadres.retain(|_, quiet| quiet.days >= SILENT_DAYS || quiet.waiting > 0);
    cadres
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(cadre: u8, last_seen: Option<&str>, waiting_records: u64) -> PhoneState {
        PhoneState {
            kid: "a".repeat(43).parse().expect("43 characters"),
            cadre: CadreId::from_bytes([cadre; 16]),
            cadre_name: "王芳".into(),
            model: String::new(),
            enrolled: at("2026-05-01T09:00:00+08:00"),
            revoked: None,
            last_seen: last_seen.map(at),
            waiting_records,
            waiting_photos: 0,
        }
    }
    fn at(text: &str) -> Moment {
        text.parse().expect("a good time")
    }

    #[test]
    fn a_phone_is_quiet_after_three_days_or_when_it_said_so() {
        let now = at("2026-05-10T09:00:00+08:00");
        let heard = "2026-05-08T23:59:00+08:00";
        assert!(quiet(&[phone(1, Some(heard), 0)], now).is_empty());
        assert_eq!(quiet(&[phone(1, Some(heard), 2)], now).len(), 1);
        let silent = quiet(
            &[phone(1, Some("2026-05-07T23:59:00+08:00"), 0), phone(2, None, 0)],
            now,
        );
        let days: Vec<(i32, bool)> = silent.values().map(|quiet| (quiet.days, quiet.never)).collect();
        assert_eq!(days, [(3, false), (9, true)]);
        let two = [phone(1, None, 0), phone(1, Some(heard), 0)];
        assert!(quiet(&two, now).is_empty(), "the newer phone speaks for its cadre");
    }
}
