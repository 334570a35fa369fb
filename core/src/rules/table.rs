//! The tables of a policy's TOML with the place of every key and value, read one key at a time.
//! Every method that reads answers what was wanted, or an error that points at what stands there instead.

use super::PolicyError;
use crate::time::Day;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Value<'i> = Spanned<DeValue<'i>>;

/// One table of the file, with its name for errors.
pub(super) struct Table<'a, 'i> {
    pub reader: &'a Reader<'i>,
    pub keys: &'a DeTable<'i>,
    pub at: Range<usize>,
    pub name: String,
}

impl<'a, 'i> Table<'a, 'i> {
    /// Refuses any other key, the first in the file.
    pub fn only(&self, known: &[&str]) -> Result<(), PolicyError> {
        let unknown = self.keys.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
        match unknown.min_by_key(|key| key.span().start) {
            None => Ok(()),
            Some(key) => Err(self.reader.error(
                &key.span(),
                format!(
                    "unknown key `{}` in {}: known are {}",
                    key.get_ref(),
                    self.name,
                    known.join(", ")
                ),
            )),
        }
    }
    pub fn missing(&self, key: &str) -> PolicyError {
        self.reader.error(&self.at, format!("{} needs `{key}`", self.name))
    }
    pub fn span_of(&self, key: &str) -> Range<usize> {
        self.keys.get(key).map_or(0..0, Spanned::span)
    }
    pub fn needed<T>(
        &self,
        key: &str,
        read: fn(&Reader<'i>, &Value<'i>) -> Result<T, String>,
    ) -> Result<(T, Range<usize>), PolicyError> {
        self.optional(key, read)?.ok_or_else(|| self.missing(key))
    }
    pub fn optional<T>(
        &self,
        key: &str,
        read: fn(&Reader<'i>, &Value<'i>) -> Result<T, String>,
    ) -> Result<Option<(T, Range<usize>)>, PolicyError> {
        self.keys
            .get(key)
            .map(|value| match read(self.reader, value) {
                Ok(read) => Ok((read, value.span())),
                Err(wanted) => Err(self.reader.error(&value.span(), format!("`{key}` {wanted}"))),
            })
            .transpose()
    }
    /// A table inside this one; when it is not there, an empty one.
    pub fn table(&self, key: &str) -> Result<Table<'a, 'i>, PolicyError> {
        static NOTHING: std::sync::LazyLock<DeTable<'static>> = std::sync::LazyLock::new(DeTable::new);
        let (keys, at) = match self.keys.get(key) {
            None => (&*NOTHING as &DeTable<'i>, self.at.clone()),
            Some(value) => match value.get_ref().as_table() {
                Some(table) => (table, value.span()),
                None => return Err(self.reader.error(&value.span(), format!("`{key}` is a table"))),
            },
        };
        Ok(Table {
            reader: self.reader,
            keys,
            at,
            name: format!("[{key}]"),
        })
    }
    /// One word of a closed set.
    pub fn word<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Result<Option<T>, PolicyError> {
        let Some(value) = self.keys.get(key) else {
            return Ok(None);
        };
        let chosen = choices.iter().find(|(word, _)| value.get_ref().as_str() == Some(word));
        match chosen {
            Some((_, chosen)) => Ok(Some(*chosen)),
            None => {
                let words: Vec<String> = choices.iter().map(|(word, _)| format!("\"{word}\"")).collect();
                Err(self
                    .reader
                    .error(&value.span(), format!("`{key}` is one of {}", words.join(", "))))
            }
        }
    }
    /// A list of words of a closed set.
    pub fn words<T: Copy>(
        &self,
        key: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Result<Option<Vec<T>>, PolicyError> {
        let Some(value) = self.keys.get(key) else {
            return Ok(None);
        };
        let wrong = |at: Range<usize>| {
            let words: Vec<String> = all.iter().map(|member| format!("\"{}\"", word(*member))).collect();
            self.reader
                .error(&at, format!("`{key}` is a list of {}", words.join(", ")))
        };
        let Some(items) = value.get_ref().as_array() else {
            return Err(wrong(value.span()));
        };
        let member = |item: &Value<'i>| {
            let found = all
                .iter()
                .copied()
                .find(|member| item.get_ref().as_str() == Some(word(*member)));
            found.ok_or_else(|| wrong(item.span()))
        };
        items.iter().map(member).collect::<Result<_, _>>().map(Some)
    }
}

/// The file: what errors point into.
pub(super) struct Reader<'i> {
    pub text: &'i str,
    pub file: &'i str,
}

impl<'i> Reader<'i> {
    pub fn document(&self) -> Result<Spanned<DeTable<'i>>, PolicyError> {
        DeTable::parse(self.text).map_err(|error| {
            let message = error.message().replace('\n', "; ");
            self.error(&error.span().unwrap_or(0..0), format!("not TOML: {message}"))
        })
    }
    pub fn error(&self, at: &Range<usize>, message: String) -> PolicyError {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        PolicyError {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message,
        }
    }
    pub fn text(&self, value: &Value<'i>) -> Result<String, String> {
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
            Some(_) => Err("is empty: write a text".to_owned()),
            None => Err("is a text in quotation marks".to_owned()),
        }
    }
    pub fn truth(&self, value: &Value<'i>) -> Result<bool, String> {
        value.get_ref().as_bool().ok_or_else(|| "is true or false".to_owned())
    }
    /// TOML's own local date, without quotation marks.
    pub fn day(&self, value: &Value<'i>) -> Result<Day, String> {
        let date = value
            .get_ref()
            .as_datetime()
            .filter(|moment| moment.time.is_none() && moment.offset.is_none())
            .and_then(|moment| moment.date);
        date.and_then(|date| Day::new(i32::from(date.year), u32::from(date.month), u32::from(date.day)))
            .ok_or_else(|| "is a day that exists, written 2026-01-01 without quotation marks".to_owned())
    }
    pub fn whole(&self, value: &Value<'i>) -> Result<u32, String> {
        value
            .get_ref()
            .as_integer()
            .and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok())
            .ok_or_else(|| "is a whole number, 0 or more".to_owned())
    }
    pub fn metres(&self, value: &Value<'i>) -> Result<f64, String> {
        let number = match value.get_ref() {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(_) => self.whole(value).ok().map(f64::from),
            DeValue::String(_) | DeValue::Boolean(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => {
                None
            }
        };
        number
            .filter(|metres: &f64| metres.is_finite() && *metres > 0.0)
            .ok_or_else(|| "is a number of metres above 0".to_owned())
    }
}
