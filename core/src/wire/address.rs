//! A server's address as it is typed with a thumb on a Chinese keyboard. What can be meant in one way only is taken as
//! meant; anything else is refused by saying what is wrong.

use crate::{Error, Result};

/// Reads a typed address: blanks go, full-width characters and the Chinese full stop become what they stand for, a slash
/// at the end goes, `https://` is put before it when no scheme was typed. Answers `https://host[:port]`, or
/// `http://...` when exactly that was typed.
pub fn read_address(typed: &str) -> Result<String> {
    const MEND: &str = "type it as the sheet has it: ruhu.example or ruhu.example:8460, without anything behind it";
    let bad = |what: &str| Err(Error::unusable("server address", what, MEND));
    let narrow: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'))
        .map(|c| match c {
            // Full-width forms stand in the order of ASCII, from U+FF01 for `!`.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3002}' | '\u{ff61}' => '.',
            other => other,
        })
        .collect();
    let typed = narrow.to_lowercase();
    let (scheme, host) = match typed.split_once("://") {
        Some((scheme @ ("https" | "http"), host)) => (scheme, host),
        Some(_) => return bad("it begins with something else than https://"),
        None => ("https", typed.as_str()),
    };
    match host.trim_end_matches('/') {
        "" => bad("nothing was typed"),
        host if host.contains(['/', '?', '#', '@', '\\']) => bad("something stands behind or before the host's name"),
        host => Ok(format!("{scheme}://{host}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_however_it_is_typed() {
        for typed in [
            "https://ruhu.example:8460",
            "ruhu.example:8460",
            " Ruhu.Example : 8460 / ",
            "HTTPS://RUHU.EXAMPLE:8460//",
            "ｈｔｔｐｓ：／／ｒｕｈｕ．ｅｘａｍｐｌｅ：８４６０",
            "ruhu。example：8460\u{3000}",
        ] {
            assert_eq!(
                read_address(typed).expect("an address"),
                "https://ruhu.example:8460",
                "{typed}"
            );
        }
        assert_eq!(
            read_address("http://10.0.0.5:8460").expect("as typed"),
            "http://10.0.0.5:8460"
        );
        assert_eq!(
            read_address("[fd00::5]:8460").expect("as typed"),
            "https://[fd00::5]:8460"
        );
    }

    #[test]
    fn what_is_no_address_is_refused_by_what_is_wrong() {
        for (typed, wrong) in [
            ("", "nothing was typed"),
            (" https:// ", "nothing was typed"),
            ("ftp://ruhu.example", "something else than https"),
            ("https://ruhu.example/sign-in", "behind or before"),
            ("王@ruhu.example", "behind or before"),
        ] {
            let error = read_address(typed).expect_err("refused").to_string();
            assert!(error.contains(wrong), "{typed}: {error}");
        }
    }
}
