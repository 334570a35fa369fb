//! Villages by windows: every number leads to the households behind it.

use super::reader::{Language, Reader};
use super::standing::{Row, Standing, Stands};
use super::strip::class;
use super::window::Window;
use maud::{Markup, html};
use ruhu_core::coverage::{Mark, State};
use ruhu_core::ids::RegionCode;

/// The table with the legend below it.
pub fn villages_table(reader: &Reader, township: &RegionCode, stands: &Stands) -> Markup {
    html! {
        section.card {
            table.villages {
                thead { tr {
                    th { (reader.say("行政村", "Village")) }
                    th.r { (reader.say("户", "Homes")) }
                    @for window in Window::ALL {
                        th.r.now[window == stands.window()] { (window.months(reader.language)) }
                    }
                    @if let Some(year) = &stands.year {
                        th.r {
                            @match reader.language {
                                Language::Zh => { "全年够 " (year.times) " 次" }
                                Language::En => { (year.times) " in the year" }
                            }
                        }
                    }
                    th.open { (reader.say("本期", "This window")) }
                } }
                tbody {
                    @for village in &stands.villages {
                        @let rows: Vec<&Row> = stands.rows.iter().filter(|row| row.home.village == village.code).collect();
                        @if !rows.is_empty() { (line(reader, &village.code, &village.name, &rows, stands)) }
                    }
                }
                tfoot {
                    @let rows: Vec<&Row> = stands.rows.iter().collect();
                    (line(reader, township, reader.say("全镇", "Township"), &rows, stands))
                }
            }
            (legend(reader, township, stands))
        }
    }
}

fn line(reader: &Reader, scope: &RegionCode, name: &str, rows: &[&Row], stands: &Stands) -> Markup {
    let link = format!("/villages/{scope}");
    let here = stands.when.link(&link);
    html! {
        tr {
            th scope="row" { a href=(here) { (name) } }
            td.r { a href=(here) { (rows.len()) } }
            @for window in Window::ALL { td.r.window { (number(reader, &link, window, rows, stands)) } }
            @if let Some(year) = &stands.year {
                @let lines = || rows.iter().filter_map(|row| row.year_line(year));
                td.r.year {
                    a href=(stands.when.link(&format!("{link}?show=enough"))) { (lines().filter(|line| line.state == State::Met).count()) }
                    " / " (lines().count())
                }
            }
            td.open { (bar(reader, rows)) }
        }
    }
}

/// Households whose strip says ✓ in this window, and how many it says × of.
fn number(reader: &Reader, link: &str, window: Window, rows: &[&Row], stands: &Stands) -> Markup {
    if window > stands.window() {
        return html! { span.num.n-later title=(reader.say("还没开始", "not begun")) { "–" } };
    }
    let count = |mark: Mark| {
        let marks = rows.iter().map(|row| window.mark(&row.view.strip, stands.on()));
        marks.filter(|of| *of == mark).count()
    };
    let (met, missed) = (count(Mark::Met), count(Mark::Missed));
    let kind = match (window == stands.window(), missed) {
        (true, _) => "num n-open",
        (false, 0) => "num n-all",
        (false, _) => "num n-some",
    };
    let at = |show| {
        stands
            .when
            .link(&format!("{link}?window={}&show={show}", window.number()))
    };
    html! {
        a class=(kind) href=(at("met")) { (met) }
        @if missed > 0 {
            a.less href=(at("missed")) title=(reader.say("漏访", "missed")) { "×" (missed) }
        }
    }
}

/// The open window as a bar of its words, and the same in figures below it.
fn bar(reader: &Reader, rows: &[&Row]) -> Markup {
    let mut from = 0;
    // Each word with where its part of the bar begins and how many households it has.
    let mut parts: Vec<(Standing, usize, usize)> = Vec::new();
    for standing in Standing::ALL {
        let count = rows.iter().filter(|row| row.standing == standing).count();
        parts.push((standing, from, count));
        from += count;
    }
    html! {
        svg.bar viewBox=(format!("0 0 {} 1", rows.len().max(1))) preserveAspectRatio="none" aria-hidden="true" {
            @for (standing, at, count) in &parts {
                rect class=(format!("b-{}", standing.word())) x=(at) y="0" width=(count) height="1" {}
            }
        }
        span.figures {
            @for (standing, _, count) in parts.iter().filter(|(_, _, count)| *count > 0) {
                @let (zh, en) = standing.words();
                span class=(format!("f-{}", class(standing.mark()))) title=(reader.say(zh, en)) { (standing.mark().zh()) (count) } " "
            }
        }
    }
}

fn legend(reader: &Reader, township: &RegionCode, stands: &Stands) -> Markup {
    html! {
        p.legend {
            span.sub { (reader.say("本期：", "This window:")) }
            @for standing in Standing::ALL {
                @let (zh, en) = standing.words();
                a class=(format!("tag t-{} l-{}", class(standing.mark()), standing.word()))
                    href=(stands.when.link(&format!("/villages/{township}?show={}", standing.word()))) {
                    b { (standing.mark().zh()) } " " (reader.say(zh, en)) " " (stands.count(standing))
                }
            }
        }
    }
}
