//! The citizen's identity number of GB 11643-1999: seventeen digits and a check character (ISO 7064, MOD 11-2).
//! The number itself is personal: it is checked here and told to nobody.

/// The weights of the seventeen digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder.
const CHECKS: &[u8; 11] = b"10X98765432";

/// Whether the number is whole and its check character is the right one. A blank number and the 15-digit
/// number of before 1999 have no check character and are not sound.
pub fn is_sound(number: &str) -> bool {
    let bytes = number.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = bytes[..17]
        .iter()
        .zip(WEIGHTS)
        .map(|(b, weight)| u32::from(b - b'0') * weight)
        .sum();
    let expected = CHECKS
        .get(usize::try_from(sum % 11).expect("a remainder of 11 fits"))
        .copied();
    expected == Some(bytes[17].to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::is_sound;

    #[test]
    fn the_standards_own_examples_are_sound() {
        // GB 11643-1999, 4.3: the standard's two examples.
        assert!(is_sound("11010519491231002X") && is_sound("440524188001010014") && is_sound("11010519491231002x"));
    }

    #[test]
    fn a_wrong_check_digit_a_blank_and_fifteen_digits_are_not() {
        for number in [
            "110105194912310021",
            "440524188001010015",
            "",
            "110105491231002",
            "11010519491231002",
            "1101051949123100２X",
            "X1010519491231002X",
        ] {
            assert!(!is_sound(number), "{number}");
        }
    }
}
