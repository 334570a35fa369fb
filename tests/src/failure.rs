//! Why a demo, a journey or a bench ended before its end: what was being done, and what went wrong.

use std::fmt;

/// Something that was not meant to go wrong.
#[derive(Debug)]
pub struct Failure {
    doing: String,
    cause: String,
}

/// What every step answers.
pub type Done<T> = Result<T, Failure>;

impl Failure {
    /// What was being done, and what came of it.
    pub fn new(doing: impl Into<String>, cause: impl fmt::Display) -> Self {
        Self {
            doing: doing.into(),
            cause: cause.to_string().trim_end().to_owned(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "没有走完 / not finished: {}: {}", self.doing, self.cause)
    }
}

impl std::error::Error for Failure {}

/// Says what was being done when something went wrong.
pub trait While<T> {
    /// Names the step.
    fn when(self, doing: &str) -> Done<T>;
}

impl<T, E: fmt::Display> While<T> for Result<T, E> {
    fn when(self, doing: &str) -> Done<T> {
        self.map_err(|cause| Failure::new(doing, cause))
    }
}
