//! `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.

use super::HttpAnswer;
use crate::time::Moment;

/// How long to wait, in milliseconds, over 0; `None` when the answer says nothing of it that can be read. A date is
/// compared with the answer's own `Date`: the phone's clock may be years off.
pub(super) fn retry_after_ms(answer: &HttpAnswer, now: Moment) -> Option<i64> {
    let said = answer.header("retry-after")?.trim();
    let ms = match said.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number too long to be read is a long wait.
        true if !said.is_empty() => said.parse::<i64>().unwrap_or(i64::MAX).saturating_mul(1000),
        _ => {
            let until = date_ms(said)?;
            let from = answer.header("date").and_then(date_ms).unwrap_or(now.millis());
            until.saturating_sub(from)
        }
    };
    (ms > 0).then_some(ms)
}

/// An HTTP-date in any of its three forms, in milliseconds since 1970.
fn date_ms(text: &str) -> Option<i64> {
    let date = httpdate::parse_http_date(text.trim()).ok()?;
    let since = date.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(headers: &[(&str, &str)]) -> Option<i64> {
        let answer = HttpAnswer {
            status: 503,
            headers: headers.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect(),
            body: Vec::new(),
        };
        // 2026-12-01T08:00:00Z
        retry_after_ms(&answer, Moment::from_millis(1_796_112_000_000))
    }

    #[test]
    fn seconds_and_each_form_of_a_date_are_read() {
        assert_eq!(wait(&[("retry-after", " 30 ")]), Some(30_000));
        for date in [
            "Tue, 01 Dec 2026 08:01:00 GMT",
            "Tuesday, 01-Dec-26 08:01:00 GMT",
            "Tue Dec  1 08:01:00 2026",
        ] {
            assert_eq!(wait(&[("retry-after", date)]), Some(60_000), "{date}");
        }
    }

    #[test]
    fn a_date_counts_from_the_servers_own_clock() {
        let headers = [
            ("retry-after", "Fri, 01 Jan 2021 00:02:00 GMT"),
            ("date", "Fri, 01 Jan 2021 00:00:00 GMT"),
        ];
        assert_eq!(wait(&headers), Some(120_000));
    }

    #[test]
    fn what_says_nothing_is_no_wait_of_nought() {
        assert_eq!(wait(&[]), None);
        for said in ["0", "", "-5", "soon", "1.5", "Thu, 01 Jan 1970 00:00:00 GMT"] {
            assert_eq!(wait(&[("retry-after", said)]), None, "{said}");
        }
        let endless = wait(&[("retry-after", "99999999999999999999999")]);
        assert_eq!(endless, Some(i64::MAX));
    }
}
