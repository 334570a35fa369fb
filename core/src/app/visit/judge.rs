//! The verdict at the doorstep: what the visit is worth now, and what would cure it.

use super::weigh::Weighed;
use crate::app::{Answer, App, Draft, Text};
use crate::domain::{ReasonCode, Verdict, VisitFacts};
use crate::ids::DraftId;
use crate::rules::{
    Effect, Language, Policy, Sentence, SentenceFacts, chosen_fix, distance_m, effect_of, good_photos, pass_radius_m,
    sentence, weigh,
};

/// A draft and what it is worth now. The second and the third screen.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Door {
    /// The draft.
    pub draft: Draft,
    /// The householder's name.
    pub head: String,
    /// What it is worth if it were finished now.
    pub verdict: Verdict,
    /// Why, in the table's order, notes included.
    pub reasons: Vec<Reason>,
    /// The band above the button: "✓ 这次有效，算今年第 5 次".
    pub band: Text,
    /// It counts as this one of the year; absent when it does not count by itself.
    pub nth_of_year: Option<u32>,
    /// Photos taken in the app during the visit.
    pub photos_have: u32,
    /// Photos the policy wants.
    pub photos_want: u32,
    /// Metres from the household's known place.
    pub distance_m: Option<f64>,
    /// The accuracy of that position in metres.
    pub accuracy_m: Option<f64>,
    /// Minutes so far.
    pub minutes: i64,
    /// Minutes the policy wants.
    pub minutes_want: u32,
    /// It will be a late entry if finished now.
    pub late: bool,
}

/// A reason and its cure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Reason {
    /// The stable code.
    pub code: ReasonCode,
    /// What it does by itself: `Counts` for a note.
    pub effect: Verdict,
    /// In Chinese.
    pub zh: Sentence,
    /// In English.
    pub en: Sentence,
}

impl App {
    /// The draft as it stands, judged as if it were finished now.
    pub fn judge(&self, draft: DraftId) -> Answer<Door> {
        let (kept, photos) = self.load(draft)?;
        let entries = photos.iter().map(|photo| photo.entry.clone()).collect();
        let weighed = self.weigh(draft, &kept, entries, &self.clock.now())?;
        Ok(door_of(super::draft::draft_of(draft, kept, photos), &weighed))
    }
}

/// The screen of a weighed draft.
pub(super) fn door_of(draft: Draft, weighed: &Weighed) -> Door {
    let facts = &weighed.facts;
    let fix = chosen_fix(facts);
    let spoken = spoken_of(weighed.policy(), facts);
    let reasons = reasons_of(weighed.policy(), facts, &weighed.judgement.codes, &spoken);
    Door {
        head: weighed.known.down.household.head.clone(),
        verdict: weighed.judgement.verdict,
        band: band(weighed, &reasons, &spoken),
        reasons,
        nth_of_year: weighed.nth,
        photos_have: spoken.photos_have,
        photos_want: spoken.photos_wanted,
        distance_m: spoken.distance_m,
        accuracy_m: fix.and_then(|fix| fix.accuracy_m),
        minutes: spoken.minutes,
        minutes_want: spoken.min_minutes,
        late: weighed.visit.late,
        draft,
    }
}

/// The numbers that sentences about a visit name.
pub(super) fn spoken_of(policy: Option<&Policy>, facts: &VisitFacts) -> SentenceFacts {
    let fix = chosen_fix(facts);
    SentenceFacts {
        distance_m: fix.zip(facts.place).map(|(fix, place)| distance_m(place, fix.point())),
        pass_m: policy
            .zip(fix)
            .map(|(policy, fix)| pass_radius_m(&policy.visit, fix.accuracy_m)),
        photos_wanted: policy.map_or(0, |policy| policy.visit.photos),
        photos_have: u32::try_from(good_photos(facts)).unwrap_or(u32::MAX),
        min_minutes: policy.map_or(0, |policy| policy.visit.min_minutes),
        minutes: facts.ended.since(facts.started) / 60_000,
        late_days: policy.map_or(0, |policy| policy.visit.late_days),
        min_gap_days: policy.map_or(1, |policy| policy.visit.min_gap_days),
    }
}

/// Each code as a reason with its cure; none without a policy.
pub(super) fn reasons_of(
    policy: Option<&Policy>,
    facts: &VisitFacts,
    codes: &[ReasonCode],
    spoken: &SentenceFacts,
) -> Vec<Reason> {
    policy.map_or_else(Vec::new, |policy| {
        codes
            .iter()
            .map(|code| reason(policy, *code, spoken, facts.far_reason.as_deref()))
            .collect()
    })
}

fn reason(policy: &Policy, code: ReasonCode, spoken: &SentenceFacts, far_reason: Option<&str>) -> Reason {
    Reason {
        code,
        effect: match effect_of(policy, code, far_reason) {
            Effect::Note => Verdict::Counts,
            Effect::Review => Verdict::NeedsReview,
            Effect::No => Verdict::DoesNotCount,
        },
        zh: sentence(code, spoken, Language::Zh),
        en: sentence(code, spoken, Language::En),
    }
}

/// What the cadre reads above the button: the verdict, or what would cure it.
fn band(weighed: &Weighed, reasons: &[Reason], spoken: &SentenceFacts) -> Text {
    let (policy, judgement) = (weighed.policy(), &weighed.judgement);
    let photos = judgement.codes.contains(&ReasonCode::PhotosMissing);
    let Some(policy) = policy.filter(|_| photos) else {
        return said_of(policy, judgement.verdict, weighed.nth, reasons);
    };
    let rest = judgement
        .codes
        .iter()
        .copied()
        .filter(|code| *code != ReasonCode::PhotosMissing)
        .collect();
    let missing = spoken.photos_wanted.saturating_sub(spoken.photos_have);
    let then = match weigh(policy, rest, weighed.facts.far_reason.as_deref()).verdict {
        Verdict::Counts => ("就有效", "it counts"),
        Verdict::NeedsReview => ("转审核", "it goes to review"),
        Verdict::DoesNotCount => ("还有别的问题", "something else is left"),
    };
    Text::new(
        format!("补 {missing} 张照片后，{}", then.0),
        format!("With {missing} more photo(s) {}", then.1),
    )
}

/// The verdict in a line, with the first of the reasons that make it.
pub(super) fn said_of(policy: Option<&Policy>, verdict: Verdict, nth: Option<u32>, reasons: &[Reason]) -> Text {
    if policy.is_none() {
        return Text::new(
            "还没收到镇里的规定，先保存，联网后再看",
            "No policy heard yet: it is kept, and judged later",
        );
    }
    let first = reasons
        .iter()
        .find(|reason| reason.effect == verdict)
        .map(|reason| (reason.zh.title.clone(), reason.en.title.clone()));
    match (verdict, nth, first) {
        (Verdict::Counts, Some(nth), _) => Text::new(
            format!("✓ 这次有效，算今年第 {nth} 次"),
            format!("✓ It counts, as number {nth} of this year"),
        ),
        (Verdict::Counts, None, _) => Text::new("✓ 这次有效", "✓ It counts"),
        (Verdict::NeedsReview, _, Some((zh, en))) => {
            Text::new(format!("⋯ {zh}，会转镇里审核"), format!("⋯ {en}: it goes to review"))
        }
        (Verdict::NeedsReview, _, None) => Text::new("⋯ 会转镇里审核", "⋯ It goes to review"),
        (Verdict::DoesNotCount, _, Some((zh, en))) => {
            Text::new(format!("× 这次不算：{zh}"), format!("× It does not count: {en}"))
        }
        (Verdict::DoesNotCount, _, None) => Text::new("× 这次不算", "× It does not count"),
    }
}
