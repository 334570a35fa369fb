//! One visit on a household's page: what it was, what it is worth and why, what changed since, and its photos.

use super::reader::{Language, Reader};
use super::strip::tag;
use crate::store::{ChainMark, PhotoShown, VisitShown, Why};
use maud::{Markup, html};
use ruhu_core::coverage::{Mark, Timeline};
use ruhu_core::domain::{Judgement, Living, Look, Statements, Verdict};
use ruhu_core::ids::{RegionCode, Sha256};
use ruhu_core::rules::{SentenceFacts, sentence};
use ruhu_core::time::SettledTime;
use std::collections::BTreeSet;

/// A minute in milliseconds.
const MINUTE_MS: i64 = 60_000;

/// The card of a visit. `here` are the photo copies that have arrived.
pub fn visit(
    reader: &Reader,
    township: &RegionCode,
    visit: &VisitShown,
    timeline: &Timeline,
    here: &BTreeSet<Sha256>,
) -> Markup {
    let judgement = &visit.judgement;
    let minutes = visit.ended.since(visit.started) / MINUTE_MS;
    let who = visit.made_by();
    html! {
        article.card.visit {
            div.line {
                h3 {
                    (visit.day) " " span.sub { (visit.started.clock_text()) "–" (visit.ended.clock_text()) }
                    " · " (reader.say(visit.mode.zh(), visit.mode.en()))
                    @if visit.late { " · " (reader.say("补录", "late entry")) }
                }
                (worth(reader, visit))
            }
            p.sub {
                (who.join("、")) " · "
                @match reader.language {
                    Language::Zh => { (minutes) " 分钟 · 收到 " (visit.received.day()) " " (visit.received.clock_text()) }
                    Language::En => { (minutes) " min · received " (visit.received.day()) " " (visit.received.clock_text()) }
                }
            }
            @if let Some(settled) = &visit.settled {
                @for said in clock_words(reader, settled) { p.sub { (said) } }
            }
            @for (name, word) in visit.companions() {
                @if let Some(text) = companion_words(reader, word) { p.sub { (name) (text) } }
            }
            (reasons(reader, visit, judgement, timeline))
            @if let Some((ruling, by, why)) = &visit.decision {
                p.decision {
                    b { (reader.say(ruling.zh(), ruling.en())) } " · " (by) ": " (why)
                }
            }
            @if let Some(mark) = visit.mark { p.sub { (chain_words(reader, mark)) } }
            @match &visit.statements {
                Some(statements) => (told(reader, statements)),
                None => p.sub { (reader.say("内容已依法删除。", "The content was lawfully erased.")) },
            }
            @if !visit.photos.is_empty() {
                ul.photos { @for photo in &visit.photos { (picture(reader, township, photo, here)) } }
            }
            @for why in &visit.corrected { p.sub { (reader.say("更正过，原因：", "Corrected, because: ")) (why) } }
            (history(reader, visit))
        }
    }
}

/// What was wrong with the clocks that the visit's beginning was settled from.
fn clock_words(reader: &Reader, settled: &SettledTime) -> Vec<String> {
    let mut said = Vec::new();
    if settled.clamped {
        let stated = format!("{} {}", settled.stated.day(), settled.stated.clock_text());
        said.push(match reader.language {
            Language::Zh => format!("手机时间是 {stated}，不可能；按上次联网和收到的时间定为上面的时间。"),
            Language::En => format!(
                "The phone's clock said {stated}, which cannot be: the time above is bounded by its last sync and the receipt."
            ),
        });
    }
    if settled.gnss_refused {
        let (zh, en) = (
            "卫星给的时间不对，没有采用。",
            "The satellites' time was wrong and was not used.",
        );
        said.push(reader.say(zh, en).to_owned());
    }
    said
}

/// What stands beside the name of a companion who is not among those who made the visit.
fn companion_words(reader: &Reader, word: Option<bool>) -> Option<&'static str> {
    match word {
        Some(true) => None,
        Some(false) => Some(reader.say(
            "：记作同行，本人说不在",
            ": named as a companion, says he or she was not there",
        )),
        None => Some(reader.say(
            "：记作同行，本人还没有确认",
            ": named as a companion, has not confirmed it yet",
        )),
    }
}

fn worth(reader: &Reader, visit: &VisitShown) -> Markup {
    let verdict = visit.judgement.verdict;
    if visit.counted {
        return tag(Mark::Met, reader.say("算一次", "counted"));
    }
    match (&visit.decision, verdict) {
        (None, Verdict::NeedsReview) => tag(Mark::Waiting, reader.say(verdict.zh(), verdict.en())),
        (_, Verdict::Counts | Verdict::NeedsReview) => tag(Mark::Missed, reader.say("没算上", "not counted")),
        (_, Verdict::DoesNotCount) => tag(Mark::Missed, reader.say(verdict.zh(), verdict.en())),
    }
}

fn reasons(reader: &Reader, visit: &VisitShown, judgement: &Judgement, timeline: &Timeline) -> Markup {
    let facts = facts(visit, timeline);
    html! {
        @if !judgement.codes.is_empty() {
            ul.reasons {
                @for code in &judgement.codes {
                    @let said = sentence(*code, &facts, reader.language);
                    li { b { (said.title) } " " (said.cure) }
                }
            }
        }
    }
}

/// The numbers that the sentences name. Distances are the phone's to tell, at the door.
fn facts(visit: &VisitShown, timeline: &Timeline) -> SentenceFacts {
    let minutes = visit.ended.since(visit.started) / MINUTE_MS;
    let rules = timeline.judging(visit.day).map(|policy| &policy.visit);
    let good = visit.photos.iter().filter(|photo| {
        let taken = photo.entry.taken;
        let slack = MINUTE_MS;
        photo.entry.in_app && visit.started.since(taken) <= slack && taken.since(visit.ended) <= slack
    });
    let good: BTreeSet<Sha256> = good.map(|photo| photo.entry.original.sha256).collect();
    SentenceFacts {
        distance_m: None,
        pass_m: None,
        photos_wanted: rules.map_or(0, |rules| rules.photos),
        photos_have: u32::try_from(good.len()).unwrap_or(u32::MAX),
        min_minutes: rules.map_or(0, |rules| rules.min_minutes),
        minutes,
        late_days: rules.map_or(0, |rules| rules.late_days),
        min_gap_days: rules.map_or(0, |rules| rules.min_gap_days),
    }
}

fn told(reader: &Reader, statements: &Statements) -> Markup {
    let met: Vec<&str> = statements
        .met
        .iter()
        .map(|met| reader.say(met.zh(), met.en()))
        .collect();
    let (fine, problem) = looked(reader, &statements.living);
    let parts: [(&str, &str, Option<String>); 10] = [
        ("见到", "Met", joined(&met)),
        ("没问题", "Fine", joined(&fine)),
        ("有问题", "A problem with", joined(&problem)),
        ("收入", "Income", statements.changes.income.clone()),
        ("务工", "Work", statements.changes.work.clone()),
        ("健康", "Health", statements.changes.health.clone()),
        ("问题", "Problems", statements.problems.clone()),
        ("措施", "Measures", statements.measures.clone()),
        ("记录", "Note", statements.note.clone()),
        ("下一步", "Next", statements.next_step.clone()),
    ];
    html! {
        dl.told {
            @for (zh, en, text) in &parts {
                @if let Some(text) = text { dt { (reader.say(zh, en)) } dd { (text) } }
            }
        }
    }
}

fn joined(words: &[&str]) -> Option<String> {
    (!words.is_empty()).then(|| words.join("、"))
}

/// The living check: what was fine, and what was a problem.
fn looked(reader: &Reader, living: &Living) -> (Vec<&'static str>, Vec<&'static str>) {
    let parts = [
        (living.food, "吃", "food"),
        (living.clothing, "穿", "clothing"),
        (living.schooling, "上学", "schooling"),
        (living.medical, "看病", "medical care"),
        (living.housing, "住房", "housing"),
        (living.water, "饮水", "water"),
    ];
    let of = |wanted: Look| {
        let chosen = parts.iter().filter(|(look, _, _)| *look == Some(wanted));
        chosen.map(|(_, zh, en)| reader.say(zh, en)).collect()
    };
    (of(Look::Fine), of(Look::Problem))
}

fn picture(reader: &Reader, township: &RegionCode, photo: &PhotoShown, here: &BTreeSet<Sha256>) -> Markup {
    let copy = photo.entry.copy.sha256;
    let at = format!("/photos/{township}/{copy}");
    html! {
        li {
            @if here.contains(&copy) {
                a href=(at) { img src=(at) width="160" height="120" loading="lazy" alt=(reader.say("走访照片", "photo of the visit")); }
            } @else {
                span.absent { "⋯ " (reader.say("还没传到", "not here yet")) }
            }
            span.sub {
                (photo.entry.taken.clock_text())
                @if !photo.entry.in_app { " · " (reader.say("不是用入户拍的", "not taken in the app")) }
            }
        }
    }
}

/// Every judgement that differs from the one before it, the phone's first.
fn history(reader: &Reader, visit: &VisitShown) -> Markup {
    let phone = verdict_words(reader, &visit.phone);
    let mut before = &visit.phone;
    let mut changes = Vec::new();
    for past in &visit.history {
        if past.judgement != *before {
            changes.push(past);
            before = &past.judgement;
        }
    }
    html! {
        @if !changes.is_empty() {
            details {
                summary { (reader.say("判定变过", "The verdict changed")) " · " (changes.len()) }
                ol.plain {
                    li { (reader.say("手机在门口说：", "The phone said at the door: ")) (phone) }
                    @for past in &changes {
                        li {
                            (past.at.day()) " " (past.at.clock_text()) " " (why_words(reader, past.why)) ": "
                            (verdict_words(reader, &past.judgement))
                        }
                    }
                }
            }
        }
    }
}

fn verdict_words(reader: &Reader, judgement: &Judgement) -> String {
    let facts = SentenceFacts::default();
    let titles: Vec<String> = judgement
        .codes
        .iter()
        .map(|code| sentence(*code, &facts, reader.language).title)
        .collect();
    let verdict = reader.say(judgement.verdict.zh(), judgement.verdict.en());
    match titles.is_empty() {
        true => verdict.to_owned(),
        false => format!("{verdict} ({})", titles.join("; ")),
    }
}

fn why_words(reader: &Reader, why: Why) -> &'static str {
    let (zh, en) = match why {
        Why::Arrived => ("记录到了镇里", "the record arrived"),
        Why::Photo => ("另一次走访用了同一张照片", "another visit has the same photo"),
        Why::Neighbour => ("责任人的另一次走访到了", "another visit of the cadre arrived"),
        Why::Companion => ("同行的人说了在不在", "a companion said whether he or she was there"),
        Why::Spacing => ("这一户的另一次走访变了", "another visit of the household changed"),
        Why::Assignment => ("结对关系改了", "the assignment was put right"),
        Why::Waiver => ("镇里批了豁免", "a waiver was granted"),
        Why::Policy => ("政策变了", "a policy was put in force"),
        Why::Decision => ("镇里审核了", "a reviewer decided"),
        Why::Place => ("镇里登记了位置", "the township set a place"),
        Why::Correction => ("走访内容更正了", "what it states was corrected"),
        Why::Rules => ("程序的认定规则更新了", "the program's rules are newer"),
    };
    reader.say(zh, en)
}

fn chain_words(reader: &Reader, mark: ChainMark) -> &'static str {
    let (zh, en) = match mark {
        ChainMark::Fork => ("这部手机有两条同号的记录", "two records of this phone have this number"),
        ChainMark::Gap => ("它前面的记录还没到", "the record before it has not arrived"),
        ChainMark::Broken => ("它接不上前一条记录", "it does not follow the record before it"),
    };
    reader.say(zh, en)
}
