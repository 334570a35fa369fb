//! `README.html` written again from what was checked. Its bytes are signed by the server; whether its numbers are those of
//! the pack is seen here.

use super::finding::{Code, Findings, NoteCode};
use super::lines::text;
use super::source::Source;
use crate::pack::names;
use crate::pack::readme::{Page, title_of, township_of};
use ruhu_core::record::PackStatement;

/// The township's name, as the page's title has it.
pub(super) fn township(source: &mut Source, statement: &PackStatement, findings: &mut Findings) -> Option<String> {
    let page = text(source, names::README, findings)?;
    township_of(&page, statement.year)
}

/// Compares the page with the one that these numbers make.
pub(super) fn check(source: &mut Source, page: &Page<'_>, findings: &mut Findings) {
    let Some(told) = text(source, names::README, findings) else {
        return;
    };
    if told == page.html() {
        return;
    }
    // Another version of ruhu words the page in another way: then its numbers are compared one by one.
    let title = format!("<h1>{}</h1>", title_of(page.township, page.year));
    if !told.contains(&title) {
        findings.say(Code::ReadmeDiffers, names::README, "its title");
    }
    for (head, value) in page.told() {
        let cell = format!("<th>{head}</th><td>{value}</td>");
        if !told.contains(&cell) {
            let place = format!("{} {head}", names::README);
            findings.say(Code::ReadmeDiffers, place, format_args!("worked out again: {value}"));
        }
    }
    // The fingerprint that a reader compares with the printed one.
    if !told.contains(&format!("<code>{}</code>", page.server)) {
        findings.say(
            Code::ReadmeDiffers,
            names::README,
            "it shows another key than the pack's",
        );
    }
    findings.note(NoteCode::ReadmeWording, names::README);
}
