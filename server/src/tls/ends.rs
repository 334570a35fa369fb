//! When the certificate that is served ends: said at the start, kept beside the keys for `ruhu doctor`.

use super::line::{keep, kept};
use crate::Result;
use ruhu_core::time::{DAY_MS, Moment};
use rustls::pki_types::CertificateDer;
use std::path::{Path, PathBuf};
use x509_cert::Certificate;
use x509_cert::der::Decode;

/// So long before its end a certificate is a finding: a township renews by hand.
const SOON_MS: i64 = 30 * DAY_MS;
/// The file below the data folder.
pub(crate) const ENDS_FILE: &str = "keys/tls.ends";

/// What is to be said of a certificate's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// More than 30 days are left.
    Good,
    /// At most 30 days are left.
    EndsSoon,
    /// It has ended.
    Expired,
}

/// How it stands with a certificate that ends then.
pub fn validity(ends: Moment, now: Moment) -> Validity {
    match ends.since(now) {
        left if left < 0 => Validity::Expired,
        left if left <= SOON_MS => Validity::EndsSoon,
        _ => Validity::Good,
    }
}

/// The first of a chain's certificates to end: with any of them the whole is refused. `None` for what is no certificate.
pub(super) fn ends_of(chain: &[CertificateDer<'_>]) -> Option<Moment> {
    let each = chain.iter().map(|certificate| {
        let read = Certificate::from_der(certificate).ok()?;
        let since = read.tbs_certificate().validity().not_after.to_unix_duration();
        // A date beyond every clock is far away.
        Some(Moment::from_millis(
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        ))
    });
    let all: Option<Vec<Moment>> = each.collect();
    all?.into_iter().min()
}

/// Keeps the end of the certificate that is served, or that none is.
pub(crate) fn keep_ends(folder: &Path, ends: Option<Moment>) -> Result<()> {
    keep(&file(folder), ends.map(|ends| ends.to_string()).as_deref())
}

/// The end of the certificate as it was last served.
pub(crate) fn kept_ends(folder: &Path) -> Result<Option<Moment>> {
    kept(&file(folder))?.map(|text| Ok(text.parse()?)).transpose()
}

fn file(folder: &Path) -> PathBuf {
    folder.join(ENDS_FILE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    fn ending(year: i32) -> CertificateDer<'static> {
        let mut params = CertificateParams::new(vec!["ruhu.example".into()]).expect("a name");
        (params.not_before, params.not_after) = (date_time_ymd(1999, 1, 1), date_time_ymd(year, 1, 31));
        params
            .self_signed(&KeyPair::generate().expect("a key"))
            .expect("signed")
            .der()
            .clone()
    }

    #[test]
    fn the_first_end_of_a_chain_is_its_end() {
        let at = |text: &str| Some(text.parse::<Moment>().expect("a moment"));
        // Before 2050 as UTCTime, from then on as GeneralizedTime (RFC 5280, section 4.1.2.5).
        assert_eq!(ends_of(&[ending(2027)]), at("2027-01-31T00:00:00Z"));
        assert_eq!(ends_of(&[ending(2061)]), at("2061-01-31T00:00:00Z"));
        assert_eq!(
            ends_of(&[ending(2061), ending(2030), ending(2040)]),
            at("2030-01-31T00:00:00Z")
        );
        assert_eq!(ends_of(&[]), None);
        assert_eq!(ends_of(&[ending(2027), CertificateDer::from(vec![1, 2, 3])]), None);
    }

    #[test]
    fn thirty_days_are_soon() {
        let now: Moment = "2026-06-01T08:00:00+08:00".parse().expect("a moment");
        for (days, said) in [
            (31, Validity::Good),
            (30, Validity::EndsSoon),
            (0, Validity::EndsSoon),
            (-1, Validity::Expired),
        ] {
            assert_eq!(validity(now.plus_ms(days * DAY_MS), now), said, "{days}");
        }
    }

    #[test]
    fn what_was_served_is_kept_until_none_is() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("keys")).expect("made");
        let ends: Moment = "2027-01-31T00:00:00Z".parse().expect("a moment");
        keep_ends(folder.path(), Some(ends)).expect("kept");
        assert_eq!(kept_ends(folder.path()).expect("read"), Some(ends));
        keep_ends(folder.path(), None).expect("forgotten");
        assert_eq!(kept_ends(folder.path()).expect("read"), None);
    }
}
