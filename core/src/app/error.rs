//! The one crossing from what went wrong inside to what the cadre can do about it.

use super::Text;
use super::refused::refused;
use super::transport_words::{certificate_words, transport_words};
use crate::Error;
use crate::error::CertificateFault;
use crate::photo::words;

/// What every intention answers.
pub type Answer<T> = std::result::Result<T, AppError>;

/// What went wrong, named by its remedy. `text`s carry no personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Error))]
pub enum AppError {
    /// Nothing is wrong with the phone: try again later. Everything is kept.
    #[error("try later: {}", text.en)]
    TryLater {
        /// What to tell the cadre.
        text: Text,
    },
    /// The township does not know this phone (any more): enrol with a new code. Everything is kept.
    #[error("sign in again: {}", text.en)]
    SignInAgain {
        /// What to tell the cadre.
        text: Text,
    },
    /// The cadre can mend it: what was handed in does not do, or something has to be done first.
    #[error("fix this ({code}): {}", text.en)]
    FixThis {
        /// A stable code: `photo_truncated` (the photo job's own codes), `not_enrolled`, `new_key_needed`, `phone_revoked`, `wrong_key`, `wrong_certificate`, `certificate_expired`, `unusable`, ...
        code: String,
        /// What to tell the cadre.
        text: Text,
    },
    /// No room is left on the phone. Nothing was lost: free some room and do it again.
    #[error("the phone is full: {}", text.en)]
    PhoneFull {
        /// What to tell the cadre.
        text: Text,
    },
    /// Ruhu is at fault, or the server is not to be trusted: send the technical line to whoever looks after it.
    #[error("report: {detail}")]
    Report {
        /// What to tell the cadre.
        text: Text,
        /// The technical line.
        detail: String,
    },
}

impl AppError {
    /// Something the cadre has to mend.
    pub(super) fn fix(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::FixThis {
            code: code.to_owned(),
            text: Text::new(zh, en),
        }
    }
    /// The township has shut this phone out (`ruhu phones revoke`).
    pub(super) fn shut_out() -> Self {
        Self::fix(
            "phone_revoked",
            "镇里停用了这台手机，现在不能上传。记录都在手机里，一条没有少。请不要卸载，也不用重新登记：\
             告诉镇里手机在您手上，镇里恢复以后会照常上传。",
            "The township has shut this phone out: nothing can be sent now. Everything is kept on it. Do not uninstall Ruhu \
             and do not enrol again: tell the township that you have the phone. Once it lets the phone in again, all goes as ever.",
        )
    }
    /// An intention that needs an enrolled phone.
    pub(super) fn not_enrolled() -> Self {
        Self::fix(
            "not_enrolled",
            "这台手机还没有登记。请先扫镇里给的登记码。",
            "This phone is not enrolled yet. Scan the township's enrolment code first.",
        )
    }
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        let report = |zh: &str, en: &str| Self::Report {
            text: Text::new(zh, en),
            detail: detail.clone(),
        };
        match error {
            Error::Unusable { mend, .. } => Self::fix("unusable", format!("填写的内容不能用：{mend}"), detail),
            Error::NotFound { what, .. } => Self::fix("not_found", format!("找不到（{what}），可能已经移走。"), detail),
            Error::NotNow { what, mend } => Self::fix(
                "not_now",
                format!("现在还不行：{mend}"),
                format!("Not now ({what}): {mend}"),
            ),
            Error::Photo { code, message } => {
                Self::fix(code, words(code), format!("This photo cannot be used: {message}"))
            }
            Error::WrongKey => Self::fix(
                "wrong_key",
                "打不开手机里的记录：钥匙不对。记录没有丢，请联系镇里。",
                "The records on this phone do not open with this key. Nothing is lost: ask the township.",
            ),
            Error::NewerSchema { .. } => Self::fix(
                "newer_schema",
                "手机里的记录是新版入户写的，请先更新入户。",
                "The records on this phone were written by a newer Ruhu: update Ruhu first.",
            ),
            Error::DiskFull => Self::PhoneFull {
                text: Text::new(
                    "手机存满了。已经保存的都在；请先清出一些空间，再做一次。",
                    "The phone is full. What was saved is safe; free some room and do it again.",
                ),
            },
            Error::Busy => Self::TryLater {
                text: Text::new(
                    "手机正忙，请稍等一下再试。",
                    "The phone is busy: try again in a moment.",
                ),
            },
            Error::DiskIo(_) => Self::TryLater {
                text: Text::new(
                    "手机没有读写成功。已经保存的都在，请再试一次；还是不行，就重启手机。",
                    "The phone could not read or write. What was saved is kept: try again, or restart the phone.",
                ),
            },
            Error::Transport(broke) => {
                let why = transport_words(&broke);
                Self::TryLater {
                    text: Text::new(
                        format!("{}。记录都在手机里，会再传。", why.zh),
                        format!("{}. Everything is kept and is sent later.", why.en),
                    ),
                }
            }
            Error::WrongCertificate(fault) => wrong_certificate(fault),
            Error::SignedOut(_) => Self::SignInAgain {
                text: Text::new(
                    "镇里不认得这台手机了，请用新的登记码重新登记。记录都在。",
                    "The township no longer knows this phone: enrol again with a new code. Everything is kept.",
                ),
            },
            Error::Refused { code, message } => {
                let why = refused(&code, &message);
                Self::fix(&code, format!("{}。", why.zh), why.en)
            }
            Error::TooLarge { .. } => Self::fix(
                "too_long",
                "写的内容太多，一条记录放不下，没有写成；已经填的都在。请把文字或者签名删短一些，再写一次。",
                "There is more than one record can hold, so it was not written; what was entered is kept. Shorten the texts \
                 or the signature and do it again.",
            ),
            Error::NotGenuine(_) => report(
                "镇里的服务器与以前说的不一样，先不要再传，请告诉镇里。记录都在手机里。镇里若恢复过备份，会给你一张新的登记码。",
                "The server contradicts what it signed before. Send nothing more and tell the township; everything is kept. If it has brought a backup back, it gives you a new code.",
            ),
            Error::Damaged { .. } => report(
                "手机里的记录文件坏了一部分，请重新打开入户；原文件会留着。",
                "The record file is damaged. Open Ruhu again; the file itself is kept.",
            ),
            Error::Key(_) => report(
                "手机的密钥库这次没有签成，写的都在。请再试一次；还是不行，就重启手机再试。",
                "The phone's keystore did not sign this time; what you wrote is kept. Try again; if it stays so, restart the \
                 phone and try once more.",
            ),
            Error::Database(_) | Error::File { .. } => report(
                "手机没有读写成功，请再试一次。",
                "The phone could not read or write. Please try again.",
            ),
        }
    }
}

/// A call that was not made because of the certificate: nothing was sent, everything is kept.
fn wrong_certificate(fault: CertificateFault) -> AppError {
    let (code, why) = certificate_words(fault);
    AppError::fix(
        code,
        format!("{}。什么也没有发出，记录都在手机里。", why.zh),
        format!("{}. Nothing was sent, everything is kept.", why.en),
    )
}
