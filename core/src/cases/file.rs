//! A JSON file of cases for `ruhu rules`: each case is read by itself, so that an error says line, column and which case.

use crate::rules::PolicyError;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Why cases cannot be answered: the policy is wrong, or the cases are, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// The policy file.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The file of cases.
    #[error("{file}:{line}:{column}: {message}")]
    Case {
        /// The file's name, as handed in.
        file: String,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// Which case, what is wrong and how to mend it.
        message: String,
    },
}

/// The text of a file of cases, for finding the place of a part of it.
pub(super) struct CaseFile<'a> {
    text: &'a str,
    file: &'a str,
}

/// One case, not read yet.
#[derive(Clone, Copy)]
pub(super) struct CaseText<'a> {
    raw: &'a str,
    number: usize,
}

impl<'a> CaseFile<'a> {
    pub(super) fn new(text: &'a str, file: &'a str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { text, file }
    }
    /// The list under this key of the file's one object.
    pub(super) fn list(&self, key: &str) -> Result<Vec<CaseText<'a>>, CaseError> {
        let object: BTreeMap<Cow<'a, str>, &'a RawValue> = self.read(self.text, "")?;
        let list = object
            .get(key)
            .ok_or_else(|| self.error(self.text, &format!("the file needs a list `{key}`")))?;
        let items: Vec<&'a RawValue> = self.read(list.get(), &format!("`{key}`: "))?;
        let numbered = items.into_iter().enumerate();
        Ok(numbered
            .map(|(index, raw)| CaseText {
                raw: raw.get(),
                number: index + 1,
            })
            .collect())
    }
    /// Reads one case; an error names it by its number in the list.
    pub(super) fn case<T: Deserialize<'a>>(&self, case: CaseText<'a>) -> Result<T, CaseError> {
        self.read(case.raw, &format!("number {}: ", case.number))
    }
    /// What is wrong with a case that reads well.
    pub(super) fn wrong(&self, case: CaseText<'a>, id: &str, message: &str) -> CaseError {
        let id: String = id.chars().filter(|c| !c.is_control()).take(60).collect();
        self.error(case.raw, &format!("number {} (\"{id}\"): {message}", case.number))
    }

    fn read<T: Deserialize<'a>>(&self, part: &'a str, whose: &str) -> Result<T, CaseError> {
        serde_json::from_str(part).map_err(|error| {
            let text = error.to_string();
            let message = text
                .rsplit_once(" at line ")
                .map_or(text.as_str(), |(message, _)| message);
            // serde_json counts bytes from the line's start; an error at the very beginning has column 0.
            let line_start = part
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1))
                .map(str::len)
                .sum::<usize>();
            let mut offset = (line_start + error.column().saturating_sub(1)).min(part.len());
            while !part.is_char_boundary(offset) {
                offset -= 1;
            }
            self.error(&part[offset..], &format!("{whose}{message}"))
        })
    }
    /// `part` is a piece of the file's own text: its address tells its place.
    fn error(&self, part: &str, message: &str) -> CaseError {
        let offset = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        CaseError::Case {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.replace('\n', " "),
        }
    }
}
