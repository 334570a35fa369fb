//! Finding a household: by name, group, number, or the initials of the name's pinyin.

use super::initials::letter;
use crate::app::{Answer, App, DueRow};
use crate::store::Initials;

/// Initials of names in pinyin.
#[derive(Debug)]
pub(in crate::app) struct PinyinInitials;

/// Surnames that are read otherwise than the character usually is.
const SURNAMES: &[(char, char)] = &[
    ('单', 's'),
    ('曾', 'z'),
    ('解', 'x'),
    ('仇', 'q'),
    ('查', 'z'),
    ('朴', 'p'),
    ('盖', 'g'),
    ('区', 'o'),
    ('翟', 'z'),
    ('尉', 'w'),
    ('覃', 'q'),
    ('重', 'c'),
    ('种', 'c'),
    ('缪', 'm'),
    ('召', 's'),
    ('折', 's'),
    ('祭', 'z'),
    ('繁', 'p'),
];

impl Initials for PinyinInitials {
    fn of(&self, name: &str) -> String {
        let first = name.chars().next();
        let surname = SURNAMES.iter().find(|(surname, _)| Some(*surname) == first);
        let mut initials: String = name.chars().filter(|c| !c.is_whitespace()).map(initial).collect();
        if let Some((_, read)) = surname {
            initials = std::iter::once(*read).chain(initials.chars().skip(1)).collect();
        }
        initials
    }
}

/// The first letter of a character's reading; what has none stands for itself.
fn initial(character: char) -> char {
    letter(character).unwrap_or_else(|| character.to_lowercase().next().unwrap_or(character))
}

impl App {
    /// Households whose name, group, village or number contains the text, or whose pinyin initials begin with it
    /// ("lxy" finds 李秀英). At most `count`, best first.
    pub fn search(&self, text: &str, count: u32) -> Answer<Vec<DueRow>> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let on = self.on()?;
        self.refresh(on)?;
        let mut rows = Vec::new();
        for household in self.store.find(&text, count)? {
            rows.extend(self.store.cover(&household)?);
        }
        self.due_rows(rows, on, None, &self.store.drafts()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_is_read_as_a_surname() {
        assert_eq!(PinyinInitials.of("李秀英"), "lxy");
        assert_eq!(PinyinInitials.of("曾 国庆"), "zgq");
        assert_eq!(PinyinInitials.of("单A2"), "sa2");
        assert_eq!(PinyinInitials.of(""), "");
    }
}
