//! Why a demo ended before its end: what was being done, and what went wrong.

use std::fmt;

/// Something that was not meant to go wrong.
#[derive(Debug)]
pub struct DemoError {
    doing: String,
    cause: String,
}

/// What every step of the demo answers.
pub type Done<T> = Result<T, DemoError>;

impl DemoError {
    /// What was being done, and what came of it.
    pub fn new(doing: impl Into<String>, cause: impl fmt::Display) -> Self {
        Self {
            doing: doing.into(),
            cause: cause.to_string().trim_end().to_owned(),
        }
    }
}

impl fmt::Display for DemoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "演示没有走完 / the demo did not finish: {}: {}",
            self.doing, self.cause
        )
    }
}

impl std::error::Error for DemoError {}

/// Says what was being done when something went wrong.
pub trait While<T> {
    /// Names the step.
    fn when(self, doing: &str) -> Done<T>;
}

impl<T, E: fmt::Display> While<T> for Result<T, E> {
    fn when(self, doing: &str) -> Done<T> {
        self.map_err(|cause| DemoError::new(doing, cause))
    }
}
