//! What is shown of an ID number and of a telephone as long as nobody opens them. Opening is an act of its own, and
//! stands in the audit log.

/// An ID number: its first six digits name the county, which is no secret; birthday, sequence and check digit are
/// hidden. One of fewer than fifteen characters is hidden whole.
pub fn id_number(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    let shown = if digits.len() >= 15 { 6 } else { 0 };
    let head: String = digits.iter().take(shown).collect();
    head + &"*".repeat(digits.len() - shown)
}

/// A telephone with its middle hidden: "138****5678". A short one is hidden whole.
pub fn phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    match digits.as_slice() {
        [a, b, c, middle @ .., w, x, y, z] if middle.len() >= 3 => {
            format!("{a}{b}{c}{}{w}{x}{y}{z}", "*".repeat(middle.len()))
        }
        _ => "*".repeat(digits.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_shows_its_ends_alone() {
        assert_eq!(phone("13812345678"), "138****5678");
        assert_eq!(phone("0915-123456"), "091****3456");
        assert_eq!(phone("123456"), "******");
    }

    #[test]
    fn an_id_number_shows_its_county_alone() {
        assert_eq!(id_number("612401196001010012"), "612401************");
        assert_eq!(id_number("612401600101001"), "612401*********");
        assert_eq!(id_number("6124016001"), "**********");
        assert_eq!(id_number(""), "");
    }
}
