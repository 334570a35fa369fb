//! The closed sets of words. Anything else in their place is an error.

use serde::{Deserialize, Serialize};

/// Declares a closed set of words: its JSON name (also its column's), Chinese and English.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal, $zh:literal, $en:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+
        }
        impl $name {
            /// Every word of the set, in its order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The stable word of files, columns and JSON.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
            /// The word a Chinese reader sees.
            pub fn zh(self) -> &'static str {
                match self { $($name::$variant => $zh),+ }
            }
            /// The word an English reader sees.
            pub fn en(self) -> &'static str {
                match self { $($name::$variant => $en),+ }
            }
            /// The member with this stable word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|w| w.word() == word)
            }
        }
    )+};
}
pub(crate) use words;

words! {
    /// A household's class on a day (design §3).
    Class {
        /// 脱贫户
        Lifted = "lifted", "脱贫户", "lifted out of poverty";
        /// 脱贫不稳定户
        Unstable = "unstable", "脱贫不稳定户", "lifted, not stable";
        /// 边缘易致贫户
        Marginal = "marginal", "边缘易致贫户", "marginal, at risk";
        /// 突发严重困难户
        Sudden = "sudden", "突发严重困难户", "sudden hardship";
        /// 一般户
        Ordinary = "ordinary", "一般户", "ordinary";
    }
    /// How a visit was made.
    Mode {
        /// In person, at the home.
        OnSite = "on_site", "入户", "on site";
        /// By telephone.
        Phone = "phone", "电话", "by phone";
        /// By video call.
        Video = "video", "视频", "by video";
    }
    /// What a visit is worth, worst last.
    Verdict {
        /// 有效
        Counts = "counts", "有效", "counts";
        /// 待审核
        NeedsReview = "needs_review", "待审核", "needs review";
        /// 不算
        DoesNotCount = "does_not_count", "不算", "does not count";
    }
    /// What a reviewer decided; it stands over the verdict.
    Ruling {
        /// 审核认定有效
        Counts = "counts", "审核认定有效", "decided: counts";
        /// 审核认定不算
        DoesNotCount = "does_not_count", "审核认定不算", "decided: does not count";
    }
    /// What a waiver waives.
    WaiverKind {
        /// The days are not asked for.
        Excuse = "excuse", "免访", "excused";
        /// Phone and video visits count.
        Remote = "remote", "可远程走访", "remote visits count";
    }
}
