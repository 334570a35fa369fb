//! The enrolment code as people handle it: printed, read over the telephone, typed with a thumb on a Chinese keyboard.
//! Crockford's base32 (no I, L, O, U) is made for that; what can be meant in one way only is taken as meant.

use super::EnrolCode;
use crate::{Error, Result};

/// Characters of a code: 50 bits.
pub const CODE_LENGTH: usize = 10;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code that these random bytes make, five bits of each.
pub fn code_of(random: &[u8; CODE_LENGTH]) -> String {
    random
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
        .collect()
}

/// Reads a typed code: lower case, full-width characters, blanks and dashes are taken; O is 0, I and L are 1.
/// The error names the place, never the code: it may be almost right, and is a secret until used.
pub fn read_code(typed: &str) -> Result<String> {
    const MEND: &str = "an enrolment code is 10 letters or digits, without the letter U: XXXXX-XXXXX";
    let mut code = String::with_capacity(CODE_LENGTH);
    for (place, typed) in typed.chars().enumerate() {
        // Full-width forms stand in the order of ASCII, from U+FF01 for `!`.
        let narrow = match typed {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(typed) - 0xfee0).unwrap_or(typed),
            other => other,
        };
        let meant = match narrow.to_ascii_uppercase() {
            blank if blank.is_whitespace() => continue,
            '-' | '_' | '·' | '\u{2010}'..='\u{2015}' | '\u{2212}' => continue,
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !u8::try_from(meant).is_ok_and(|byte| ALPHABET.contains(&byte)) {
            let place = format!("character {}", place + 1);
            return Err(Error::unusable("enrolment code", &place, MEND));
        }
        code.push(meant);
    }
    match code.len() {
        CODE_LENGTH => Ok(code),
        other => Err(Error::unusable("enrolment code", &format!("{other} characters"), MEND)),
    }
}

/// A code for reading aloud and typing: `XXXXX-XXXXX`. Anything that is not a whole code is shown as it is.
pub fn spoken_code(code: &str) -> String {
    match code.split_at_checked(CODE_LENGTH / 2) {
        Some((first, second)) if code.len() == CODE_LENGTH => format!("{first}-{second}"),
        _ => code.to_owned(),
    }
}

impl EnrolCode {
    /// The text of the QR picture.
    pub fn to_qr(&self) -> String {
        serde_json::to_string(self).expect("texts are always JSON")
    }
    /// Reads the text of a QR picture: the code is checked, the address must be one of the web.
    pub fn from_qr(text: &str) -> Result<Self> {
        const MEND: &str = "scan the picture that the township's desk printed for this phone";
        let read: Self = serde_json::from_str(text)
            .map_err(|_| Error::unusable("QR picture", "it is not an enrolment code", MEND))?;
        let host = ["https://", "http://"]
            .iter()
            .find_map(|scheme| read.address.strip_prefix(scheme));
        if host.is_none_or(|host| host.is_empty() || host.starts_with('/') || host.contains(char::is_whitespace)) {
            return Err(Error::unusable("QR picture", "its address is not one of the web", MEND));
        }
        if read.pin.is_some() && !read.address.starts_with("https://") {
            return Err(Error::unusable(
                "QR picture",
                "it names a certificate, its address is not https",
                MEND,
            ));
        }
        Ok(Self {
            code: read_code(&read.code)?,
            address: read.address.trim_end_matches('/').to_owned(),
            server: read.server,
            pin: read.pin,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_taken_however_it_is_typed() {
        for typed in [
            "01ABC-DEFGH",
            "01abcdefgh",
            " o i a b c – d e f g h ",
            "OLabc defgh",
            "０１ＡＢＣ－ｄｅｆｇｈ",
            "01ABC\u{3000}DEFGH\n",
        ] {
            assert_eq!(read_code(typed).expect("a good code"), "01ABCDEFGH", "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused_by_its_place() {
        for (typed, place) in [
            ("", "0 characters"),
            ("01ABCDEFG", "9 characters"),
            ("01ABCDEFGHJ", "11 characters"),
            ("01ABC-DEFGU", "character 11"),
            ("家", "character 1"),
        ] {
            let error = read_code(typed).expect_err("refused").to_string();
            assert!(error.contains(place), "{error}");
        }
    }

    #[test]
    fn every_random_code_is_read_back_from_its_spoken_form() {
        for byte in 0..=255u8 {
            let code = code_of(&[byte; CODE_LENGTH]);
            let spoken = spoken_code(&code);
            assert_eq!(spoken.len(), CODE_LENGTH + 1);
            assert_eq!(read_code(&spoken).expect("its own"), code);
        }
        assert_eq!(spoken_code("短"), "短");
    }

    #[test]
    fn a_qr_picture_reads_as_it_was_drawn() {
        let code = EnrolCode {
            address: "https://ruhu.example".into(),
            code: "01ABCDEFGH".into(),
            server: "k".repeat(43).parse().expect("43 characters"),
            pin: None,
        };
        assert!(
            !code.to_qr().contains("pin"),
            "codes without one read as they always did"
        );
        let pinned = EnrolCode {
            pin: Some(crate::ids::Sha256::of(b"key")),
            ..code.clone()
        };
        assert_eq!(EnrolCode::from_qr(&pinned.to_qr()).expect("its own"), pinned);
        let plain = pinned.to_qr().replace("https://", "http://");
        assert!(EnrolCode::from_qr(&plain).is_err(), "a pin wants https");
        assert_eq!(EnrolCode::from_qr(&code.to_qr()).expect("its own"), code);
        let slash = code.to_qr().replace(".example", ".example/");
        assert_eq!(EnrolCode::from_qr(&slash).expect("one slash more"), code);
        for bad in [
            "https://ruhu.example".to_owned(),
            code.to_qr().replace("https://", "file:///"),
            code.to_qr().replace("ruhu.example", ""),
            code.to_qr().replace("01ABC", "U1ABC"),
        ] {
            assert!(EnrolCode::from_qr(&bad).is_err(), "{bad}");
        }
    }
}
