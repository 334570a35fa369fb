//! Who the cadres of a roster are: one person by name and telephone, else by name and unit, never merged on a guess.
//! A row without a telephone is the cadre of that name and unit when exactly one fits.

use super::mend::phone_digits;
use super::model::RosterCadre;
use crate::characters::name_key;
use std::collections::HashMap;

/// The cadres of one roster, each once. Names and units are compared by their keys, so that two spellings are one.
pub struct Cadres {
    list: Vec<RosterCadre>,
    by_phone: HashMap<(String, String), usize>,
    by_unit: HashMap<(String, String), Vec<usize>>,
    without_phone: HashMap<(String, String), usize>,
}

/// Which cadre a row means.
pub struct Found {
    /// Its index in the list.
    pub index: usize,
    /// More than one cadre fits; the row's is kept apart from all of them.
    pub ambiguous: bool,
}

impl Cadres {
    /// Everybody with a telephone is known first, so that the order of rows never matters.
    pub fn of<'a>(cadres: impl Iterator<Item = &'a RosterCadre>) -> Self {
        let mut known = Self {
            list: Vec::new(),
            by_phone: HashMap::new(),
            by_unit: HashMap::new(),
            without_phone: HashMap::new(),
        };
        for cadre in cadres.filter(|c| !phone_key(&c.phone).is_empty()) {
            let next = known.list.len();
            let index = *known
                .by_phone
                .entry((name_key(&cadre.name), phone_key(&cadre.phone)))
                .or_insert(next);
            if index == next {
                known.list.push(cadre.clone());
            } else if known.list[index].unit.is_empty() {
                known.list[index].unit.clone_from(&cadre.unit);
            }
            let of_unit = known
                .by_unit
                .entry((name_key(&cadre.name), name_key(&cadre.unit)))
                .or_default();
            if !of_unit.contains(&index) {
                of_unit.push(index);
            }
        }
        known
    }

    /// The cadre a row means; one without a telephone whom nobody fits becomes a new one.
    pub fn index_of(&mut self, cadre: &RosterCadre) -> Found {
        if let Some(index) = self.by_phone.get(&(name_key(&cadre.name), phone_key(&cadre.phone))) {
            return Found {
                index: *index,
                ambiguous: false,
            };
        }
        let key = (name_key(&cadre.name), name_key(&cadre.unit));
        let fitting = self.by_unit.get(&key).map_or(&[][..], Vec::as_slice);
        match fitting {
            [only] if !cadre.unit.is_empty() => Found {
                index: *only,
                ambiguous: false,
            },
            several => {
                let ambiguous = several.len() > 1;
                let list = &mut self.list;
                let index = *self.without_phone.entry(key).or_insert_with(|| {
                    list.push(cadre.clone());
                    list.len() - 1
                });
                Found { index, ambiguous }
            }
        }
    }

    /// Everybody, in the order in which they were found.
    pub fn into_list(self) -> Vec<RosterCadre> {
        self.list
    }
}

/// Telephones are compared by their digits: `+86 139-1234 5678` is `13912345678`, `0915-4421234` is `+86 915 4421234`.
pub fn phone_key(phone: &str) -> String {
    phone_digits(phone).trim_start_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cadre(name: &str, unit: &str, phone: &str) -> RosterCadre {
        RosterCadre {
            name: name.into(),
            unit: unit.into(),
            phone: phone.into(),
        }
    }
    fn indices(list: &[RosterCadre]) -> Vec<(usize, bool)> {
        let mut cadres = Cadres::of(list.iter());
        list.iter()
            .map(|c| cadres.index_of(c))
            .map(|f| (f.index, f.ambiguous))
            .collect()
    }

    #[test]
    fn name_and_telephone_are_one_person_whatever_the_unit() {
        let list = [
            cadre("甲", "一局", "139-1"),
            cadre("甲", "二局", "1391"),
            cadre("甲", "一局", "1392"),
        ];
        assert_eq!(indices(&list), [(0, false), (0, false), (1, false)]);
    }

    #[test]
    fn without_a_telephone_the_one_of_that_name_and_unit_is_meant() {
        let list = [
            cadre("甲", "一局", ""),
            cadre("甲", "一局", "1391"),
            cadre("甲", "二局", ""),
            cadre("甲", "二局", ""),
        ];
        assert_eq!(indices(&list), [(0, false), (0, false), (1, false), (1, false)]);
    }

    #[test]
    fn where_two_fit_nobody_is_merged() {
        let list = [
            cadre("甲", "一局", "1391"),
            cadre("甲", "一局", "1392"),
            cadre("甲", "一局", ""),
        ];
        assert_eq!(indices(&list), [(0, false), (1, false), (2, true)]);
    }
}
