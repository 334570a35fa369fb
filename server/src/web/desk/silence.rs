//! Whose phone the township has not heard of: "not visited" is not "not uploaded yet".

use super::reader::Language;
use crate::store::PhoneState;
use ruhu_core::ids::CadreId;
use ruhu_core::time::Moment;
use std::collections::BTreeMap;

/// A phone is silent when it has not synced for so many China days.
pub const SILENT_DAYS: i32 = 3;

/// A phone that goes on saying so for more China days than this is not believed any more: its records are stuck, or it says
/// what is not so.
pub const WAITING_DAYS: i32 = 14;

/// A cadre whose visits may stand on a phone and not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Whose phone.
    pub cadre: CadreId,
    /// The cadre's name.
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

impl Quiet {
    /// How many visits the phone may hold; `None`: it is silent, and nobody knows.
    pub fn at_most(&self) -> Option<u64> {
        (self.days < SILENT_DAYS).then_some(self.waiting)
    }
}

/// The cadres whose phones are silent, or said that records are still on them. A revoked phone says nothing; of a
/// cadre's several phones the one heard of last is the one in use, and speaks alone.
pub fn quiet(phones: &[PhoneState], now: Moment) -> BTreeMap<CadreId, Quiet> {
    let mut in_use: BTreeMap<CadreId, &PhoneState> = BTreeMap::new();
    for phone in phones.iter().filter(|phone| phone.revoked.is_none()) {
        let other = in_use.entry(phone.cadre).or_insert(phone);
        if heard(phone) > heard(other) {
            *other = phone;
        }
    }
    let said = in_use.into_iter().map(|(cadre, phone)| {
        let believed = |since: Moment| now.day().since(since.day()) <= WAITING_DAYS;
        let said = Quiet {
            cadre,
            name: phone.cadre_name.clone(),
            since: heard(phone),
            days: now.day().since(heard(phone).day()),
            never: phone.last_seen.is_none(),
            waiting: match phone.waiting_since.is_some_and(believed) {
                true => phone.waiting_records,
                false => 0,
            },
        };
        (cadre, said)
    });
    said.filter(|(_, quiet)| quiet.days >= SILENT_DAYS || quiet.waiting > 0)
        .collect()
}

/// When it last synced; when it was enrolled, if it never did.
fn heard(phone: &PhoneState) -> Moment {
    phone.last_seen.unwrap_or(phone.enrolled)
}

/// "4 天没联网", or what is still on a phone that was heard of.
pub fn silence_words(quiet: &Quiet, language: Language) -> String {
    match (language, quiet.days >= SILENT_DAYS) {
        (Language::Zh, true) => format!("{} 天没联网", quiet.days),
        (Language::En, true) => format!("silent for {} days", quiet.days),
        (Language::Zh, false) => format!("还有 {} 条没传完", quiet.waiting),
        (Language::En, false) => format!("{} records still to come", quiet.waiting),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(cadre: u8, last_seen: Option<&str>, waiting_records: u64) -> PhoneState {
        PhoneState {
            kid: "a".repeat(43).parse().expect("43 characters"),
            cadre: CadreId::from_bytes([cadre; 16]),
            cadre_name: "王芳".into(),
            cadre_unit: String::new(),
            model: String::new(),
            app_version: None,
            enrolled: at("2026-05-01T09:00:00+08:00"),
            revoked: None,
            last_seen: last_seen.map(at),
            waiting_since: (waiting_records > 0).then(|| at(last_seen.unwrap_or("2026-05-01T09:00:00+08:00"))),
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

    #[test]
    fn a_phone_that_was_replaced_says_nothing_any_more() {
        let now = at("2026-05-10T09:00:00+08:00");
        let old = phone(1, Some("2026-05-02T09:00:00+08:00"), 1);
        let new = phone(1, Some("2026-05-09T09:00:00+08:00"), 0);
        for two in [[old.clone(), new.clone()], [new, old]] {
            assert!(quiet(&two, now).is_empty(), "it waits on nothing");
        }
    }

    #[test]
    fn a_phone_that_says_so_for_weeks_is_not_believed_any_more() {
        let heard = "2026-05-30T09:00:00+08:00";
        let mut stuck = phone(1, Some(heard), 3);
        let since = |text: &str| Some(at(text));
        stuck.waiting_since = since("2026-05-16T09:00:00+08:00");
        let said = quiet(std::slice::from_ref(&stuck), at(heard));
        let most: Vec<Option<u64>> = said.values().map(Quiet::at_most).collect();
        assert_eq!(most, [Some(3)]);
        stuck.waiting_since = since("2026-05-15T09:00:00+08:00");
        assert!(quiet(&[stuck], at(heard)).is_empty());
    }
}
