//! An account: a name, a scope and a role.

use super::{May, Reach};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::RegionCode;
use ruhu_core::time::Moment;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// What somebody types to sign in: 1 to 40 characters, without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct AccountName(String);

impl AccountName {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// What names that read alike have in common.
    pub fn folded(&self) -> String {
        folded(&self.0)
    }
}

/// A name without what nobody sees or says in it: full width and half width, upper and lower case, blanks and invisible
/// marks are one (NFKC).
pub fn folded(name: &str) -> String {
    let seen = name.nfkc().filter(|c| !c.is_whitespace() && !invisible(*c));
    seen.flat_map(char::to_lowercase).nfkc().collect()
}

/// Soft hyphen, zero-width characters, marks of direction, byte order mark.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

impl FromStr for AccountName {
    type Err = CoreError;
    fn from_str(text: &str) -> std::result::Result<Self, CoreError> {
        let name: String = text.trim().chars().filter(|c| !invisible(*c)).collect();
        let name = name.as_str();
        let good =
            !folded(name).is_empty() && (1..=40).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        let reserved = RESERVED.iter().any(|word| folded(name) == *word);
        match (good, reserved) {
            (true, false) => Ok(Self(name.to_owned())),
            (true, true) => Err(CoreError::unusable(
                "account name",
                name,
                "this word has a meaning of its own here: choose another name",
            )),
            // What was typed is not repeated: it may be a password in the wrong field.
            (false, _) => Err(CoreError::unusable(
                "account name",
                "name",
                "give 1 to 40 characters, without line breaks",
            )),
        }
    }
}
impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Words that no account may be called: the audit log tells by them who is no account.
const RESERVED: [&str; 5] = ["administrator", "管理员", "command", "nobody", "phone"];

/// What an account may do within its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Read and decide.
    Township,
    /// Read.
    ReadOnly,
}

impl Role {
    /// The word it is kept as.
    pub fn word(self) -> &'static str {
        match self {
            Self::Township => "township",
            Self::ReadOnly => "read_only",
        }
    }
    /// The role of a kept word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Township, Self::ReadOnly]
            .into_iter()
            .find(|role| role.word() == word)
    }
    /// What it may do with a row.
    pub fn may(self) -> May {
        match self {
            Self::Township => May::Decide,
            Self::ReadOnly => May::Read,
        }
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// What is typed to sign in.
    pub name: AccountName,
    /// What lies within its reach: every code that begins so.
    pub scope: RegionCode,
    /// What it may do there.
    pub role: Role,
    /// When it was made.
    pub created: Moment,
    /// When it was disabled.
    pub disabled: Option<Moment>,
    /// Its owner has set a password.
    pub has_password: bool,
}

impl Account {
    /// How far its sessions reach.
    pub fn reach(&self) -> Reach {
        Reach::Region(self.scope.clone(), self.role.may())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_never_one_of_ours() {
        assert_eq!(
            " 高坪镇 王芳 ".parse::<AccountName>().expect("a name").as_str(),
            "高坪镇 王芳"
        );
        for text in [
            "",
            "  ",
            "a\nb",
            "Administrator",
            "管理员",
            "command",
            "\u{200b}",
            &"长".repeat(41),
        ] {
            assert!(text.parse::<AccountName>().is_err(), "{text:?}");
        }
        let wang = |text: &str| text.parse::<AccountName>().expect("a name").folded();
        for alike in [
            "wangfang",
            "WANGFANG",
            "ｗａｎｇｆａｎｇ",
            "wang fang",
            "Wang\u{3000}Fang",
            "wang\u{200b}fang",
        ] {
            assert_eq!(wang(alike), wang("Wangfang"), "{alike}");
        }
        assert_eq!(wang("王 芳"), wang("王芳"));
        assert_ne!(wang("王方"), wang("王芳"));
        let error = "pass\u{7}word".parse::<AccountName>().expect_err("a control character");
        assert!(!error.to_string().contains("word\""), "{error}");
    }
}
