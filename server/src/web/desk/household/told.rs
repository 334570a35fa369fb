//! A household's page as text, for a chat.

use super::asked::mark_of;
use super::shown::{Shown, to_go};
use crate::web::desk::reader::Reader;
use crate::web::desk::text::strip_text;

/// The household's page as text: where it stands, its year, its visits.
pub(super) fn text(reader: &Reader, shown: &Shown) -> String {
    let household = &shown.file.household;
    let (on, state) = (shown.when.on, shown.coverage.state);
    let mut text = format!(
        "【{}{}】{}{} {}{on}\n",
        household.head,
        reader.say("家", "'s home"),
        household.village_name,
        household.group,
        reader.say("截至 ", "as of ")
    );
    let told = to_go(reader, shown);
    text += &format!(
        "{} {} {told}\n",
        mark_of(state).zh(),
        reader.say(state.zh(), state.en())
    );
    text += &format!("{}: {}\n", on.year(), strip_text(reader, &shown.strip));
    for visit in shown.visits() {
        let who = visit.made_by();
        let worth = match visit.counted {
            true => reader.say("✓ 算数", "✓ counts"),
            false => reader.say(visit.judgement.verdict.zh(), visit.judgement.verdict.en()),
        };
        let mode = reader.say(visit.mode.zh(), visit.mode.en());
        text += &format!("{} {mode} {} {worth}\n", visit.day, who.join("、"));
    }
    text
}
