//! Columns in and out: every stored value is read back through its own type, and one that does not read back is named.

use crate::{Error, Result};
use ruhu_core::domain::{Class, Judgement, Mode, ReasonCode, Ruling, Verdict, WaiverKind};
use ruhu_core::ids::{CadreId, RecordId, Sha256, VisitId};
use ruhu_core::time::{Day, Moment};
use rusqlite::Row;
use rusqlite::types::FromSql;
use std::str::FromStr;

/// A row with the name of its table, for errors.
pub(super) struct Cells<'a> {
    pub row: &'a Row<'a>,
    pub table: &'static str,
}

impl<'a> Cells<'a> {
    pub fn new(row: &'a Row<'a>, table: &'static str) -> Self {
        Self { row, table }
    }
    fn wrong(&self, column: &str, detail: impl std::fmt::Display) -> Error {
        Error::inconsistent(format!("{}.{column}", self.table), detail)
    }
    /// A plain value.
    pub fn get<T: FromSql>(&self, column: &str) -> Result<T> {
        self.row.get(column).map_err(|e| self.wrong(column, e))
    }
    /// A text that parses as its type.
    pub fn text<T: FromStr<Err = ruhu_core::Error>>(&self, column: &str) -> Result<T> {
        self.get::<String>(column)?.parse().map_err(|e| self.wrong(column, e))
    }
    /// The same, or nothing.
    pub fn text_or_none<T: FromStr<Err = ruhu_core::Error>>(&self, column: &str) -> Result<Option<T>> {
        match self.get::<Option<String>>(column)? {
            Some(text) => text.parse().map(Some).map_err(|e| self.wrong(column, e)),
            None => Ok(None),
        }
    }
    /// A word of a closed set.
    pub fn word<T: Word>(&self, column: &str) -> Result<T> {
        self.word_or_none(column)?
            .ok_or_else(|| self.wrong(column, "a word is missing"))
    }
    /// The same, or nothing.
    pub fn word_or_none<T: Word>(&self, column: &str) -> Result<Option<T>> {
        match self.get::<Option<String>>(column)? {
            Some(word) => T::read(&word)
                .map(Some)
                .ok_or_else(|| self.wrong(column, "a word of no known set")),
            None => Ok(None),
        }
    }
    /// Codes separated by blanks.
    pub fn codes(&self, column: &str) -> Result<Vec<ReasonCode>> {
        self.get::<String>(column)?
            .split_ascii_whitespace()
            .map(|word| ReasonCode::from_word(word).ok_or_else(|| self.wrong(column, "an unknown code")))
            .collect()
    }
    /// Verdict and codes.
    pub fn judgement(&self, verdict: &str, codes: &str) -> Result<Judgement> {
        Ok(Judgement {
            verdict: self.word(verdict)?,
            codes: self.codes(codes)?,
        })
    }
    /// A number that is never negative.
    pub fn whole<T: TryFrom<i64>>(&self, column: &str) -> Result<T> {
        T::try_from(self.get::<i64>(column)?).map_err(|_| self.wrong(column, "a number out of range"))
    }
    /// The same, or nothing.
    pub fn whole_or_none<T: TryFrom<i64>>(&self, column: &str) -> Result<Option<T>> {
        match self.get::<Option<i64>>(column)? {
            Some(number) => T::try_from(number)
                .map(Some)
                .map_err(|_| self.wrong(column, "a number out of range")),
            None => Ok(None),
        }
    }
    /// A yes or no.
    pub fn flag(&self, column: &str) -> Result<bool> {
        Ok(self.get::<i64>(column)? != 0)
    }
    /// A day.
    pub fn day(&self, column: &str) -> Result<Day> {
        Ok(Day::from_number(self.get(column)?))
    }
    /// A day, or nothing.
    pub fn day_or_none(&self, column: &str) -> Result<Option<Day>> {
        Ok(self.get::<Option<i32>>(column)?.map(Day::from_number))
    }
    /// A moment.
    pub fn moment(&self, column: &str) -> Result<Moment> {
        Ok(Moment::from_millis(self.get(column)?))
    }
    /// A moment, or nothing.
    pub fn moment_or_none(&self, column: &str) -> Result<Option<Moment>> {
        Ok(self.get::<Option<i64>>(column)?.map(Moment::from_millis))
    }
    /// Thirty-two bytes.
    pub fn bytes32(&self, column: &str) -> Result<[u8; 32]> {
        self.get(column)
    }
    /// A hash.
    pub fn sha(&self, column: &str) -> Result<Sha256> {
        Ok(Sha256(self.bytes32(column)?))
    }
    /// A hash, or nothing.
    pub fn sha_or_none(&self, column: &str) -> Result<Option<Sha256>> {
        Ok(self.get::<Option<[u8; 32]>>(column)?.map(Sha256))
    }
    /// A UUID of its own type.
    pub fn id<T: Id16>(&self, column: &str) -> Result<T> {
        Ok(T::read(self.get(column)?))
    }
}

/// An id of sixteen bytes.
pub(super) trait Id16 {
    fn read(bytes: [u8; 16]) -> Self;
}
macro_rules! id16 {
    ($($name:ident),+) => {$(impl Id16 for $name {
        fn read(bytes: [u8; 16]) -> Self {
            Self::from_bytes(bytes)
        }
    })+};
}
id16!(CadreId, RecordId, VisitId);

/// A member of a closed set of words.
pub(super) trait Word: Sized {
    fn read(word: &str) -> Option<Self>;
}
macro_rules! words {
    ($($name:ty),+) => {$(impl Word for $name {
        fn read(word: &str) -> Option<Self> {
            <$name>::from_word(word)
        }
    })+};
}
words!(
    Class,
    Mode,
    Ruling,
    Verdict,
    WaiverKind,
    crate::store::ChainMark,
    crate::store::Role,
    crate::store::Unread,
    crate::store::Why
);

/// Codes as a column keeps them.
pub(super) fn codes_text(codes: &[ReasonCode]) -> String {
    codes.iter().map(|c| c.word()).collect::<Vec<_>>().join(" ")
}

/// A count as a column keeps it; counts never come near 2^63.
pub(super) fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
