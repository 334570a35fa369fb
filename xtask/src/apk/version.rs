//! The app's version. It stands in one place, the workspace's Cargo.toml; the manifest in the repository has none.
//! `android/app/tools/resources.sh` puts it into the APK's; what is here says what must be found there.

use crate::run::root;

/// `1.2.3`, and what a phone compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub name: String,
    pub code: u32,
}

impl Version {
    pub fn of_this_source() -> Result<Version, String> {
        let path = root().join("Cargo.toml");
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let name = text
            .lines()
            .find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
            .ok_or_else(|| format!("{}: no line `version = \"...\"`", path.display()))?;
        Version::of(name)
    }

    /// The code is 1,000,000 for each major, 1,000 for each minor, 1 for each patch: 1.2.3 is 1002003.
    fn of(name: &str) -> Result<Version, String> {
        let wrong = || {
            format!(
                "version {name} in Cargo.toml gives no version code: it must be MAJOR.MINOR.PATCH, each a number below 1000"
            )
        };
        let parts: Vec<u32> = name
            .split('.')
            .map(|part| part.parse().ok().filter(|n| *n < 1000))
            .collect::<Option<_>>()
            .ok_or_else(wrong)?;
        match parts[..] {
            [major, minor, patch] if major + minor + patch > 0 => Ok(Version {
                name: name.to_owned(),
                code: major * 1_000_000 + minor * 1000 + patch,
            }),
            _ => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_version_has_a_higher_code() {
        let codes: Vec<u32> = ["0.0.1", "0.1.0", "0.1.999", "0.2.0", "1.0.0", "999.999.999"]
            .into_iter()
            .map(|name| Version::of(name).expect(name).code)
            .collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    }

    #[test]
    fn what_has_no_code_is_refused_in_words() {
        for name in ["", "1", "1.2", "1.2.3.4", "1.2.1000", "1.2.3-rc1", "0.0.0", "v1.2.3"] {
            let refused = Version::of(name).expect_err(name);
            assert!(refused.contains("MAJOR.MINOR.PATCH"), "{refused}");
        }
    }
}
