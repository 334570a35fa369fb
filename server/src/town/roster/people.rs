//! Which of the known cadres each of a roster's cadres is. Names and units are compared by their keys, telephones by
//! their digits, so that another spelling is no other person.
//!
//! Name and telephone decide; else name and unit, when exactly one fits on each side: a telephone changes, and a roster
//! may leave it out. Whoever is known by the telephone to be somebody else is no candidate. A name that differs by a
//! character that could not be written, or by one character at one mobile number and unit, is doubtful: the known cadre
//! is kept as it is.

use super::cadres::phone_key;
use super::mend::is_mobile;
use super::model::RosterCadre;
use crate::characters::{differing, may_be_one, name_key};
use ruhu_core::domain::Cadre;

/// Who a roster's cadre is among those known, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// Nobody known.
    None,
    /// This one.
    One(usize),
    /// This one, as far as can be told.
    Doubtful(usize),
    /// More than one fits.
    Several,
    /// Nobody known, but somebody else has the same telephone.
    SameTelephone,
}

/// What is compared of one cadre.
struct Keys {
    name: String,
    unit: String,
    phone: String,
}

impl Keys {
    fn of(name: &str, unit: &str, phone: &str) -> Self {
        Self {
            name: name_key(name),
            unit: name_key(unit),
            phone: phone_key(phone),
        }
    }
    fn by_phone(&self, other: &Self) -> bool {
        !self.phone.is_empty() && self.name == other.name && self.phone == other.phone
    }
    fn by_unit(&self, other: &Self) -> bool {
        self.name == other.name && self.unit == other.unit
    }
    /// Whether two names that differ may be one person's all the same.
    fn doubtful(&self, other: &Self) -> bool {
        let phone = !self.phone.is_empty() && self.phone == other.phone;
        let unit = !self.unit.is_empty() && self.unit == other.unit;
        let no_unit = self.unit.is_empty() || other.unit.is_empty();
        let no_phone = self.phone.is_empty() || other.phone.is_empty();
        let one_off = self.name.chars().count() > 1 && differing(&self.name, &other.name) == Some(1);
        let unwritten = self.name != other.name && may_be_one(&self.name, &other.name);
        (unwritten && (phone || (unit && no_phone)))
            || (one_off && phone && is_mobile(&self.phone) && (unit || no_unit))
    }
}

/// The cadres of a roster and those known, ready to be compared.
pub struct People {
    read: Vec<Keys>,
    known: Vec<Keys>,
    /// For each known cadre, whether one of the roster's is that one by name and telephone, or by name and unit.
    taken_by_phone: Vec<bool>,
    taken: Vec<bool>,
    exact_phones: Vec<Vec<usize>>,
}

impl People {
    /// Both lists, in their order.
    pub fn of(read: &[RosterCadre], known: &[Cadre]) -> Self {
        let exact = |cadre: &RosterCadre| {
            let same = |other: &&Cadre| other.phone == cadre.phone;
            known
                .iter()
                .enumerate()
                .filter(|(_, other)| same(other))
                .map(|(at, _)| at)
                .collect()
        };
        let exact_phones = read.iter().map(exact).collect();
        let read: Vec<Keys> = read.iter().map(|c| Keys::of(&c.name, &c.unit, &c.phone)).collect();
        let known: Vec<Keys> = known.iter().map(|c| Keys::of(&c.name, &c.unit, &c.phone)).collect();
        let taken_by_phone: Vec<bool> = known.iter().map(|k| read.iter().any(|r| r.by_phone(k))).collect();
        let taken = known
            .iter()
            .zip(&taken_by_phone)
            .map(|(k, by_phone)| *by_phone || read.iter().any(|r| r.by_unit(k)))
            .collect();
        Self {
            read,
            known,
            taken_by_phone,
            taken,
            exact_phones,
        }
    }

    /// Who the roster's cadre of this index is.
    pub fn known_as(&self, index: usize) -> Match {
        let read = &self.read[index];
        if let Some(known) = self.known.iter().position(|known| read.by_phone(known)) {
            return Match::One(known);
        }
        let fitting: Vec<usize> = (0..self.known.len())
            .filter(|at| read.by_unit(&self.known[*at]) && !self.taken_by_phone[*at])
            .collect();
        let rivals = self
            .read
            .iter()
            .filter(|other| other.by_unit(read) && !self.known.iter().any(|known| other.by_phone(known)))
            .count();
        // The cadre that was kept apart at an earlier import is still the same one: name, unit, and no telephone.
        let exact: Vec<usize> = fitting
            .iter()
            .filter(|at| self.exact_phones[index].contains(at))
            .copied()
            .collect();
        match (exact.as_slice(), fitting.as_slice()) {
            ([known], _) => Match::One(*known),
            (_, []) => self.doubtful(read),
            (_, [known]) if rivals == 1 && !read.unit.is_empty() => Match::One(*known),
            _ => Match::Several,
        }
    }

    /// Of a name that nobody known has: the one known cadre it may be a spelling of.
    fn doubtful(&self, read: &Keys) -> Match {
        let candidates: Vec<usize> = (0..self.known.len())
            .filter(|at| !self.taken[*at] && read.doubtful(&self.known[*at]))
            .collect();
        match candidates.as_slice() {
            [known]
                if self
                    .read
                    .iter()
                    .filter(|other| other.doubtful(&self.known[*known]))
                    .count()
                    == 1 =>
            {
                Match::Doubtful(*known)
            }
            [] => {
                let shared = |known: &Keys| !read.phone.is_empty() && known.phone == read.phone;
                let phone = (0..self.known.len()).any(|at| !self.taken[at] && shared(&self.known[at]));
                match phone {
                    true => Match::SameTelephone,
                    false => Match::None,
                }
            }
            _ => Match::Several,
        }
    }
}
