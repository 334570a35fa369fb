//! The vocabulary: what the project speaks about, as types. See `docs/glossary.md` for each word in Chinese.

mod assignment;
mod fact;
mod help;
mod household;
mod place;
mod visit;
mod words;

pub use assignment::{Assignment, Waiver, WaiverScope};
pub use fact::{JudgedVisit, Judgement, PhotoFact, ReasonCode, VisitFact, VisitFacts};
pub use help::{
    Amount, Consent, DayWorked, HelpKind, HelpLog, Measure, Notice, Plan, Problem, ProblemOrigin, ProblemState,
    Signature, StrokePoint,
};
pub use household::{Cadre, ClassFrom, Household, Tenure};
pub use place::{Fix, LatLon, PlaceVersion};
pub use visit::{Changes, FileRef, Judged, Living, Look, MOST_COMPANIONS, Met, PhotoEntry, Statements, Visit};
pub(crate) use words::words;
pub use words::{Class, Mode, Ruling, Verdict, WaiverKind};
