//! The card beside a household's visits: what is asked of it, line by line, and who is responsible.

use super::shown::Shown;
use crate::web::desk::reader::Reader;
use crate::web::desk::standing::{is_broken, would_do};
use crate::web::desk::strip::{day_words, tag};
use maud::{Markup, html};
use ruhu_core::coverage::{Line, Mark, State as Reached};

/// The household's state; one that is missed only until somebody has reviewed says so.
pub(super) fn state_tag(reader: &Reader, shown: &Shown) -> Markup {
    let state = shown.coverage.state;
    match state {
        Reached::Missed | Reached::Lost if !is_broken(&shown.coverage.lines) => {
            tag(Mark::Waiting, reader.say("待审核", "waiting for review"))
        }
        _ => tag(mark_of(state), reader.say(state.zh(), state.en())),
    }
}

/// The mark that goes with a state.
pub(super) fn mark_of(state: Reached) -> Mark {
    match state {
        Reached::Met => Mark::Met,
        Reached::Due => Mark::Now,
        Reached::Missed | Reached::Lost => Mark::Missed,
        Reached::OnTrack | Reached::NotRequired => Mark::Rest,
    }
}

pub(super) fn lines(reader: &Reader, shown: &Shown) -> Markup {
    html! {
        ul.plain.asked {
            @for line in &shown.coverage.lines { (line_of(reader, shown, line)) }
        }
        @for waiver in &shown.file.waivers {
            p.sub { (reader.say(waiver.kind.zh(), waiver.kind.en())) ": " (waiver.from) " – " (waiver.to) }
        }
    }
}

fn line_of(reader: &Reader, shown: &Shown, line: &Line) -> Markup {
    let policies = shown.timeline.policies().iter().rev();
    let asked = policies
        .flat_map(|policy| &policy.require)
        .find(|asked| asked.id == line.require);
    let day = |day| day_words(day, shown.when.on, reader.language);
    html! {
        li {
            div.line {
                span {
                    (asked.map_or(line.require.as_str(), |asked| asked.title.as_str()))
                    @if !line.binding { " " span.sub { (reader.say("（原则上）", "(advice)")) } }
                }
                @if would_do(line) && line.state != Reached::Met {
                    (tag(Mark::Waiting, reader.say("待审核", "waiting for review")))
                } @else {
                    (tag(mark_of(line.state), reader.say(line.state.zh(), line.state.en())))
                }
            }
            div.line {
                span.sub {
                    (day(line.from)) " – " (day(line.to))
                    @if let Some(latest) = line.latest_safe { " · " (reader.say("最晚 ", "by ")) (day(latest)) }
                }
                span.tabular {
                    (line.have) " / " (line.need)
                    @if line.pending > 0 { " " span.f-wait { "⋯" (line.pending) } }
                }
            }
        }
    }
}

pub(super) fn responsible(reader: &Reader, shown: &Shown) -> Markup {
    html! {
        h2 { (reader.say("帮扶责任人", "Responsible")) }
        ul.plain {
            @for (assignment, cadre) in &shown.file.assignments {
                li {
                    a href=(shown.when.link(&format!("/cadres/{}/{}", shown.township.code, cadre.id))) { (cadre.name) } " " span.sub {
                        (cadre.unit) " · " (assignment.from) " – "
                        @if let Some(to) = assignment.to { (to) } @else { (reader.say("现在", "now")) }
                    }
                }
            }
            @if shown.file.assignments.is_empty() { li.sub { (reader.say("还没有责任人", "nobody yet")) } }
        }
    }
}
