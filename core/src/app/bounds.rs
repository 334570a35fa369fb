//! How much a record may hold. Each bound is met where something is entered, in words; together they keep every record that
//! this phone writes below the size a server takes (`record::MAX_RECORD_BYTES`), whatever characters the text is made of.

use super::{Answer, AppError};
use crate::domain::{MOST_COMPANIONS, Measure, Statements, StrokePoint};

/// Characters of one text. In JSON a character takes six bytes at most.
pub(super) const MOST_TEXT: usize = 2_000;
/// Characters of one text of a plan's measure: a plan has many.
const MOST_MEASURE_TEXT: usize = 500;
/// Measures of a plan.
const MOST_MEASURES: usize = 20;
/// Characters of the name of a version.
const MOST_NAME: usize = 200;
/// Characters of a positioning provider's name; Android's have less than ten.
pub(super) const MOST_PROVIDER: usize = 32;
/// Points of a signature. A finger that draws for half a minute makes about half as many.
const MOST_POINTS: usize = 6_000;
/// Strokes of a signature.
const MOST_STROKES: usize = 500;
/// Photos of one visit, or of help given once.
const MOST_PHOTOS: usize = 30;

/// A text that is entered, by its name on the screen.
pub(super) fn text(zh: &str, en: &str, said: &str) -> Answer<()> {
    no_longer(zh, en, said, MOST_TEXT)
}

/// The name of a version.
pub(super) fn name(zh: &str, en: &str, said: &str) -> Answer<()> {
    no_longer(zh, en, said, MOST_NAME)
}

fn no_longer(zh: &str, en: &str, said: &str, most: usize) -> Answer<()> {
    let has = said.chars().count();
    match has <= most {
        true => Ok(()),
        false => Err(AppError::fix(
            "too_long",
            format!("“{zh}”最多写 {most} 字，现在有 {has} 字，请删短一些。"),
            format!("\"{en}\" has {has} characters; at most {most} are kept. Make it shorter."),
        )),
    }
}

/// Everything stated of a visit.
pub(super) fn statements(said: &Statements) -> Answer<()> {
    let changes = &said.changes;
    let texts = [
        ("收入变化", "income", &changes.income),
        ("就业变化", "work", &changes.work),
        ("健康变化", "health", &changes.health),
        ("发现的问题", "problems", &said.problems),
        ("采取的措施", "measures", &said.measures),
        ("备注", "note", &said.note),
        ("下一步", "next step", &said.next_step),
    ];
    texts
        .into_iter()
        .try_for_each(|(zh, en, said)| said.as_deref().map_or(Ok(()), |said| text(zh, en, said)))
}

/// A signature's strokes.
pub(super) fn strokes(strokes: &[Vec<StrokePoint>]) -> Answer<()> {
    let points: usize = strokes.iter().map(Vec::len).sum();
    match points <= MOST_POINTS && strokes.len() <= MOST_STROKES {
        true => Ok(()),
        false => Err(AppError::fix(
            "signature_too_long",
            "签名画得太多了，存不下。请清掉重签，只写名字。",
            "The signature has too many lines to be kept: clear it and sign the name alone.",
        )),
    }
}

/// Other cadres on a visit.
pub(super) fn companions(count: usize) -> Answer<()> {
    match count <= MOST_COMPANIONS {
        true => Ok(()),
        false => Err(AppError::fix(
            "too_many_companions",
            format!("同行的干部最多选 {MOST_COMPANIONS} 人，现在选了 {count} 人。"),
            format!("{count} companions are chosen; at most {MOST_COMPANIONS} are kept."),
        )),
    }
}

/// One photo more beside those that are there.
pub(super) fn one_more_photo(there: usize) -> Answer<()> {
    match there < MOST_PHOTOS {
        true => Ok(()),
        false => Err(AppError::fix(
            "too_many_photos",
            format!("最多放 {MOST_PHOTOS} 张照片。请先删掉用不着的，再加。"),
            format!("At most {MOST_PHOTOS} photos are kept: take one out first."),
        )),
    }
}

/// The measures of a plan.
pub(super) fn measures(measures: &[Measure]) -> Answer<()> {
    if measures.len() > MOST_MEASURES {
        return Err(AppError::fix(
            "too_many_measures",
            format!("帮扶措施最多写 {MOST_MEASURES} 条，请合并几条。"),
            format!("At most {MOST_MEASURES} measures are kept: join some."),
        ));
    }
    measures.iter().try_for_each(|measure| {
        no_longer("措施", "measure", &measure.text, MOST_MEASURE_TEXT)?;
        let outcome = measure.outcome.as_deref().unwrap_or_default();
        no_longer("成效", "outcome", outcome, MOST_MEASURE_TEXT)
    })
}
