//! Lines and JSON of a file that is not trusted: a line of a gigabyte or JSON a million deep is refused in words, in
//! bounded time and memory.

use super::finding::{Code, Findings};
use super::source::Source;
use serde::de::DeserializeOwned;
use std::io::{BufRead, BufReader, Read};

/// The longest line, in bytes. A record has at most 262,144.
const LONGEST_LINE: usize = 1024 * 1024;
/// The largest JSON file that is read as a whole, in bytes: ten times a township's with 3,000 households.
pub(super) const LARGEST_JSON: u64 = 128 * 1024 * 1024;
/// The largest `keys.jwks`, in bytes: that of some ten thousand phones.
pub(super) const LARGEST_KEYS: u64 = 4 * 1024 * 1024;

/// Calls `each` with every line and its number, from 1. A file that is not there, too long a line, or bytes that are no
/// text end it with a finding.
pub(super) fn each_line(
    source: &mut Source,
    name: &str,
    findings: &mut Findings,
    mut each: impl FnMut(u64, &str, &mut Findings),
) {
    if !source.files.contains_key(name) {
        // That it is missing is said once, where the bag is checked.
        return;
    }
    let reader = match source.read(name) {
        Ok(reader) => reader,
        Err(error) => return findings.say(Code::Unreadable, name, error),
    };
    let mut reader = BufReader::with_capacity(64 * 1024, reader);
    let mut line = Vec::new();
    for number in 1u64.. {
        line.clear();
        let most = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX).saturating_add(1);
        let read = match (&mut reader).take(most).read_until(b'\n', &mut line) {
            Ok(read) => read,
            Err(error) => return findings.say(Code::Unreadable, format!("{name}:{number}"), error),
        };
        if read == 0 {
            return;
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if read > LONGEST_LINE {
            return findings.say(Code::TooLarge, format!("{name}:{number}"), "a line of over 1 MiB");
        }
        match std::str::from_utf8(&line) {
            Ok(text) => each(number, text, findings),
            Err(_) => findings.say(Code::Unreadable, format!("{name}:{number}"), "the line is no UTF-8"),
        }
    }
}

/// Reads a whole JSON file of at most `most` bytes. `code` is what a file that does not read is. Nothing of the file is
/// quoted.
pub(super) fn json<T: DeserializeOwned>(
    source: &mut Source,
    name: &str,
    most: u64,
    code: Code,
    findings: &mut Findings,
) -> Option<T> {
    let size = *source.files.get(name)?;
    if size > most {
        findings.say(
            Code::TooLarge,
            name,
            format_args!("{size} bytes, where a pack's has at most {most}"),
        );
        return None;
    }
    let reader = match source.read(name) {
        Ok(reader) => reader,
        Err(error) => {
            findings.say(Code::Unreadable, name, error);
            return None;
        }
    };
    match serde_json::from_reader(BufReader::new(reader)) {
        Ok(value) => Some(value),
        Err(error) => {
            let place = format!("{name}:{}:{}", error.line(), error.column());
            findings.say(code, place, format_args!("{:?}", error.classify()));
            None
        }
    }
}

/// Reads a small text whole.
pub(super) fn text(source: &mut Source, name: &str, findings: &mut Findings) -> Option<String> {
    let size = *source.files.get(name)?;
    if size > 64 * 1024 * 1024 {
        findings.add(Code::TooLarge, name);
        return None;
    }
    let mut bytes = Vec::new();
    let read = source.read(name).and_then(|mut reader| reader.read_to_end(&mut bytes));
    if let Err(error) = read {
        findings.say(Code::Unreadable, name, error);
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(_) => {
            findings.say(Code::Unreadable, name, "it is no UTF-8");
            None
        }
    }
}
