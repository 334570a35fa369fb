//! Each code as a plain sentence in Chinese and English that says what would cure it. One place for all of them.
//! The words are those of the village, and the cure is something the cadre can still do at the door where there is one.

use crate::domain::ReasonCode;

/// The reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Numbers a sentence may name.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SentenceFacts {
    /// Distance to the known place in metres.
    pub distance_m: Option<f64>,
    /// The pass radius in metres.
    pub pass_m: Option<f64>,
    /// Photos wanted.
    pub photos_wanted: u32,
    /// Photos that are good.
    pub photos_have: u32,
    /// Minutes wanted.
    pub min_minutes: u32,
    /// Minutes stayed.
    pub minutes: i64,
    /// `late_days`.
    pub late_days: u32,
    /// `min_gap_days`.
    pub min_gap_days: u32,
}

/// What is wrong, and what would cure it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Sentence {
    /// Short, as a card's title: "还差 1 张照片".
    pub title: String,
    /// What would cure it, in plain words.
    pub cure: String,
}

/// The sentence of a code.
pub fn sentence(code: ReasonCode, facts: &SentenceFacts, language: Language) -> Sentence {
    let (title, cure) = match language {
        Language::Zh => zh(code, facts),
        Language::En => en(code, facts),
    };
    Sentence { title, cure }
}

fn zh(code: ReasonCode, facts: &SentenceFacts) -> (String, String) {
    let (title, cure): (&str, &str) = match code {
        ReasonCode::ModeNotAllowed => ("这种方式不算走访", "请到家里走访一次。"),
        ReasonCode::ModeNeedsWaiver => (
            "电话、视频走访要先有镇里批准",
            "请到家里去一次；家里没人或去不了，先请镇里批准这几天可远程走访。",
        ),
        ReasonCode::NotAssigned => (
            "这家不是您结对的",
            "请结对的帮扶责任人一起去，记他同行，由他在自己的手机上点“我也在”；或请镇里把结对关系改过来；否则由镇里审核。",
        ),
        ReasonCode::LateEntry => (
            "这是补录的",
            "补录欢迎，由镇里审核后算数。下次在门口记，当场就知道算不算。",
        ),
        ReasonCode::LateEntryTooLate => return zh_too_late(facts),
        ReasonCode::FutureTime => ("走访时间比现在还晚", "请把手机时间改成自动，再由镇里审核。"),
        ReasonCode::AnchorUntrue => (
            "时间依据和镇里的记录对不上",
            "请联网同步一次，再记下一次走访；这次由镇里审核。",
        ),
        ReasonCode::ClockMoved => (
            "走访当中手机时间变了",
            "请把手机时间改成自动，不要再调；这次由镇里审核。",
        ),
        ReasonCode::NoFix => ("没有定位", "请打开定位，到门外空地等一会儿；定不了位，由镇里审核。"),
        ReasonCode::FixTooOld => (
            "定位不是这次走访时的",
            "请到门外空地重新定位一次；定不了位，由镇里审核。",
        ),
        ReasonCode::MockFix => ("定位是模拟的", "请关掉模拟定位，重新定位一次；否则由镇里审核。"),
        ReasonCode::PlaceUnknown => ("还不知道这家在哪儿", "不影响这次走访；多来两次，位置就记住了。"),
        ReasonCode::FarFromHome | ReasonCode::TooFar => return zh_far(code, facts),
        ReasonCode::PhotoRefused => ("农户不愿拍照", "原因已记下，不勉强；由镇里审核。"),
        ReasonCode::PhotosMissing => return zh_photos(facts),
        ReasonCode::PhotoUsedBefore => ("有照片以前用过", "请换成这次走访当场拍的照片。"),
        ReasonCode::PhotoSeenBefore => ("有照片和以前的很像", "请换个角度当场再拍一张；否则由镇里审核。"),
        ReasonCode::NobodyMet => (
            "没见到这家人",
            "请等家里有人时再去一次；这次见到了人就改选见到谁，没见到由镇里审核。",
        ),
        ReasonCode::StayShort => return zh_short(facts),
        ReasonCode::SameDay => ("今天这家已经算过一次", "一天只算一次；换一天再去，就又算一次。"),
        ReasonCode::GapTooShort => return zh_gap(facts),
        ReasonCode::TwoPlacesAtOnce => ("同一时间在两个地方", "请核对两次走访的时间和同行的人，由镇里审核。"),
        ReasonCode::OneSpot => (
            "这天有几家是在同一个地方记的",
            "不影响这次走访；各家住在一处的，请镇里登记各家的位置。",
        ),
        ReasonCode::TravelTooFast => ("离上一家太远，来不及赶到", "请核对两次走访的时间和定位，由镇里审核。"),
    };
    (title.to_owned(), cure.to_owned())
}

fn zh_too_late(facts: &SentenceFacts) -> (String, String) {
    let cure = format!("补录要在走访后 {} 天内；请再去家里走访一次。", facts.late_days);
    ("补录得太晚了".to_owned(), cure)
}

fn zh_far(code: ReasonCode, facts: &SentenceFacts) -> (String, String) {
    let title = match facts.distance_m {
        Some(metres) => format!("离登记的家 {metres:.0} 米"),
        None => "离登记的家太远".to_owned(),
    };
    let near = match facts.pass_m {
        Some(metres) => format!("走到家门口 {metres:.0} 米以内再定位一次"),
        None => "走到家门口再定位一次".to_owned(),
    };
    let cure = if code == ReasonCode::FarFromHome {
        format!("{near}；如果在地里或村部见的面，选一个原因，镇里看得到。")
    } else {
        format!("{near}；人确实不在家里见的，写明原因，由镇里审核。")
    };
    (title, cure)
}

fn zh_photos(facts: &SentenceFacts) -> (String, String) {
    let lacking = facts.photos_wanted.saturating_sub(facts.photos_have).max(1);
    let wanted = facts.photos_wanted.max(1);
    (
        format!("还差 {lacking} 张照片"),
        format!("规定每次走访至少用入户拍 {wanted} 张照片。农户不愿意拍，可以写明原因，由镇里审核。"),
    )
}

fn zh_short(facts: &SentenceFacts) -> (String, String) {
    (
        format!("才停留 {} 分钟", facts.minutes.max(0)),
        format!(
            "规定至少 {} 分钟；再坐一会儿就够了，否则由镇里审核。",
            facts.min_minutes
        ),
    )
}

fn zh_gap(facts: &SentenceFacts) -> (String, String) {
    (
        "离上次走访太近".to_owned(),
        format!("离上次算数的走访满 {} 天再去，就又算一次。", facts.min_gap_days.max(1)),
    )
}

fn en(code: ReasonCode, facts: &SentenceFacts) -> (String, String) {
    let (title, cure): (&str, &str) = match code {
        ReasonCode::ModeNotAllowed => ("This kind of visit does not count", "Visit the home in person."),
        ReasonCode::ModeNeedsWaiver => (
            "A call counts only with the township's leave",
            "Visit the home, or first ask the township to allow remote visits on these days.",
        ),
        ReasonCode::NotAssigned => (
            "This home is not one of yours",
            "Go together with its own cadre, name him or her as a companion, who then confirms it on a phone of his or her own; or ask \
             the township to put the assignment right; else the township reviews it.",
        ),
        ReasonCode::LateEntry => (
            "Written down afterwards",
            "Late entries are welcome and count once the township has reviewed them. Written at the door, you know at once.",
        ),
        ReasonCode::LateEntryTooLate => return en_too_late(facts),
        ReasonCode::FutureTime => (
            "The visit begins later than now",
            "Set the phone's time to automatic; the township reviews this visit.",
        ),
        ReasonCode::AnchorUntrue => (
            "The time it leans on is not the township's",
            "Go online and sync once before the next visit; the township reviews this one.",
        ),
        ReasonCode::ClockMoved => (
            "The phone's time changed during the visit",
            "Set the phone's time to automatic and leave it; the township reviews this visit.",
        ),
        ReasonCode::NoFix => (
            "No position",
            "Switch location on and wait a little in the open; without a position the township reviews it.",
        ),
        ReasonCode::FixTooOld => (
            "The position is not of this visit",
            "Take the position again in the open; without one the township reviews it.",
        ),
        ReasonCode::MockFix => (
            "The position is simulated",
            "Switch the simulated position off and take it again; else the township reviews it.",
        ),
        ReasonCode::PlaceUnknown => (
            "It is not known yet where this home is",
            "This visit counts all the same; after two more the place is remembered.",
        ),
        ReasonCode::FarFromHome | ReasonCode::TooFar => return en_far(code, facts),
        ReasonCode::PhotoRefused => (
            "The household would rather not be photographed",
            "The reason is written down, nobody is pressed; the township reviews it.",
        ),
        ReasonCode::PhotosMissing => return en_photos(facts),
        ReasonCode::PhotoUsedBefore => (
            "A photo was used before",
            "Take a new photo on this visit in its place.",
        ),
        ReasonCode::PhotoSeenBefore => (
            "A photo looks like an earlier one",
            "Take another one here from another side; else the township reviews it.",
        ),
        ReasonCode::NobodyMet => (
            "Nobody of the household was met",
            "Come again when somebody is at home; if you did meet somebody, choose whom, else the township reviews it.",
        ),
        ReasonCode::StayShort => return en_short(facts),
        ReasonCode::SameDay => (
            "A visit to this home already counts today",
            "One a day counts; on another day it counts again.",
        ),
        ReasonCode::GapTooShort => return en_gap(facts),
        ReasonCode::TwoPlacesAtOnce => (
            "In two places at one time",
            "Check the times and companions of both visits; the township reviews them.",
        ),
        ReasonCode::OneSpot => (
            "Several homes were written down at one spot that day",
            "This visit counts all the same; where homes share a building, ask the township to set their places.",
        ),
        ReasonCode::TravelTooFast => (
            "Too far from the visit before to be reached in time",
            "Check the times and positions of both visits; the township reviews this one.",
        ),
    };
    (title.to_owned(), cure.to_owned())
}

fn en_too_late(facts: &SentenceFacts) -> (String, String) {
    let cure = format!(
        "A late entry must be written within {} of the visit; visit the home once more.",
        many(facts.late_days, "day")
    );
    ("Written down too late".to_owned(), cure)
}

fn en_far(code: ReasonCode, facts: &SentenceFacts) -> (String, String) {
    let title = match facts.distance_m {
        Some(metres) => format!("{metres:.0} m from the home we know"),
        None => "Too far from the home we know".to_owned(),
    };
    let near = match facts.pass_m {
        Some(metres) => format!("Take the position again within {metres:.0} m of the door"),
        None => "Take the position again at the door".to_owned(),
    };
    let cure = if code == ReasonCode::FarFromHome {
        format!("{near}; if you met in the fields or at the village office, choose a reason, the township will see it.")
    } else {
        format!("{near}; if you met elsewhere, write the reason down, the township reviews it.")
    };
    (title, cure)
}

fn en_photos(facts: &SentenceFacts) -> (String, String) {
    let lacking = facts.photos_wanted.saturating_sub(facts.photos_have).max(1);
    (
        format!("{} to go", many(lacking, "photo")),
        format!(
            "At least {} must be taken in the app on each visit. If the household would rather not, write the reason down; the township reviews it.",
            many(facts.photos_wanted.max(1), "photo")
        ),
    )
}

fn en_short(facts: &SentenceFacts) -> (String, String) {
    let wanted = many(facts.min_minutes, "minute");
    (
        format!("Only {} min so far", facts.minutes.max(0)),
        format!("At least {wanted} are asked for; stay a little longer, else the township reviews it."),
    )
}

fn en_gap(facts: &SentenceFacts) -> (String, String) {
    (
        "Too soon after the last visit".to_owned(),
        format!(
            "It counts again {} after the last visit that counted.",
            many(facts.min_gap_days.max(1), "day")
        ),
    )
}

/// "1 day", "2 days".
fn many(number: u32, thing: &str) -> String {
    if number == 1 {
        format!("1 {thing}")
    } else {
        format!("{number} {thing}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_says_what_is_wrong_and_what_cures_it_in_both_languages() {
        for language in [Language::Zh, Language::En] {
            let mut titles = std::collections::BTreeSet::new();
            for code in ReasonCode::ALL {
                let said = sentence(*code, &SentenceFacts::default(), language);
                assert!(!said.cure.is_empty(), "{code:?}");
                assert_eq!(said.title.is_ascii(), language == Language::En, "{}", said.title);
                titles.insert(said.title);
            }
            // Far and too far may share a title: the distance says it.
            assert!(titles.len() >= ReasonCode::ALL.len() - 1);
        }
    }

    #[test]
    fn the_numbers_of_the_visit_stand_in_its_sentences() {
        let facts = SentenceFacts {
            distance_m: Some(409.6),
            pass_m: Some(60.0),
            photos_wanted: 2,
            photos_have: 1,
            ..SentenceFacts::default()
        };
        let zh = |code| sentence(code, &facts, Language::Zh).title;
        assert_eq!(zh(ReasonCode::TooFar), "离登记的家 410 米");
        assert_eq!(zh(ReasonCode::PhotosMissing), "还差 1 张照片");
        assert_eq!(
            sentence(ReasonCode::PhotosMissing, &facts, Language::En).title,
            "1 photo to go"
        );
    }
}
