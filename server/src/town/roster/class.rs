//! 户类型 and 监测对象类别 to a class. Words are matched whole, in the variants that rosters use; an unknown word is
//! said, never guessed at.

use super::mend::half_width;
use ruhu_core::domain::Class;

/// What the two cells say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassRead {
    /// The class.
    Known(Class),
    /// A word that is not known, a monitored household without its category, or nothing.
    Unknown,
}

/// A filled 监测对象类别 wins over 户类型.
pub fn read(kind: Option<&str>, category: Option<&str>) -> ClassRead {
    let filled = category
        .map(bare)
        .filter(|c| !matches!(c.as_str(), "" | "否" | "非监测对象" | "不是" | "未纳入"));
    let word = filled.or_else(|| kind.map(bare)).unwrap_or_default();
    match class_of(&word) {
        Some(class) => ClassRead::Known(class),
        None => ClassRead::Unknown,
    }
}

/// The word without what stands in brackets and without a trailing 户, so that 脱贫户(享受政策) is 脱贫.
fn bare(text: &str) -> String {
    let mut depth = 0u32;
    let mut word = String::new();
    for c in text.chars().map(half_width) {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => word.push(c),
            _ => {}
        }
    }
    word.trim().trim_end_matches("家庭").trim_end_matches('户').to_owned()
}

fn class_of(word: &str) -> Option<Class> {
    match word {
        "脱贫" | "已脱贫" | "稳定脱贫" | "脱贫享受政策" | "建档立卡" | "建档立卡脱贫" | "建档立卡贫困" | "脱贫农" => {
            Some(Class::Lifted)
        }
        "脱贫不稳定" | "脱贫不稳定监测" | "不稳定脱贫" | "脱贫监测" => Some(Class::Unstable),
        "边缘易致贫" | "边缘" | "边缘易致贫监测" | "易致贫边缘" => Some(Class::Marginal),
        "突发严重困难" | "突发严重困难监测" | "突发困难" | "突发严重" => Some(Class::Sudden),
        "一般" | "一般农" | "普通" | "普通农" | "非脱贫" | "非建档立卡" | "农" => {
            Some(Class::Ordinary)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filled_category_wins_over_the_kind() {
        assert_eq!(
            read(Some("监测对象"), Some("突发严重困难户")),
            ClassRead::Known(Class::Sudden)
        );
        assert_eq!(
            read(Some("脱贫户"), Some("脱贫不稳定户")),
            ClassRead::Known(Class::Unstable)
        );
        assert_eq!(read(Some("脱贫户"), Some("否")), ClassRead::Known(Class::Lifted));
        assert_eq!(read(Some("一般农户"), None), ClassRead::Known(Class::Ordinary));
        assert_eq!(read(Some("脱贫户(享受政策)"), None), ClassRead::Known(Class::Lifted));
    }

    #[test]
    fn a_monitored_household_without_its_category_is_not_guessed_at() {
        assert_eq!(read(Some("监测对象"), None), ClassRead::Unknown);
        assert_eq!(read(None, None), ClassRead::Unknown);
        assert_eq!(read(Some("脱贫户"), Some("别的")), ClassRead::Unknown);
    }
}
