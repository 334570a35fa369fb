//! Which township, cadre, day or code somebody means who writes at the command line.

use super::CommandError;
use crate::characters::visible;
use crate::folder::Folder;
use crate::mask;
use crate::store::{Access, Desk, Ledger, TownshipCadre};
use ruhu_core::Error as CoreError;
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::time::Day;
use std::str::FromStr;

/// Who answers for a decision when nobody was named.
pub const AT_THE_COMMAND_LINE: &str = "命令行 command line";

/// A day, or an error that names the option.
pub fn day(option: &str, text: &str) -> Result<Day, CommandError> {
    parsed(option, text)
}

/// A value of any of the vocabulary's types, or an error that names the option.
pub fn parsed<T: FromStr<Err = CoreError>>(option: &str, text: &str) -> Result<T, CommandError> {
    visible(text).trim().parse().map_err(|error: CoreError| match error {
        CoreError::Unusable { mend, .. } => CommandError::new(format!("{text:?} cannot be read"), option, mend),
        other => CommandError::new(other.to_string(), option, ""),
    })
}

/// The township whose roster has this household; where several have the number, the one that `--township` names.
pub fn of_household(folder: &Folder, no: &HouseholdNo, township: Option<&str>) -> Result<RegionCode, CommandError> {
    let mut found = folder.store.townships_with(no)?;
    if let Some(text) = township {
        let code: RegionCode = parsed("--township", text)?;
        folder.store.township(&code)?;
        found.retain(|known| *known == code);
    }
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(last), false) => {
            found.push(last);
            let listed: Vec<&str> = found.iter().map(RegionCode::as_str).collect();
            Err(CommandError::new(
                format!(
                    "several townships have a household of this number: {}",
                    listed.join(", ")
                ),
                no.as_str(),
                "say which with --township CODE",
            ))
        }
        (None, _) => Err(CommandError::new(
            "no roster of this folder has a household of this number",
            no.as_str(),
            "write the number as the roster has it; look it up on the pages or in the roster",
        )),
    }
}

/// The township that a region lies in.
pub fn of_region(folder: &Folder, option: &str, region: &RegionCode) -> Result<RegionCode, CommandError> {
    let Some(township) = region.township() else {
        return Err(CommandError::new(
            format!("{region} is larger than a township"),
            option,
            "give a township's 9 digits or a village's 12",
        ));
    };
    folder.store.township(&township)?;
    Ok(township)
}

/// The one cadre that a name or an id means; several and none are errors that say what to write.
pub fn cadre(folder: &Folder, option: &str, who: &str) -> Result<TownshipCadre, CommandError> {
    let who = visible(who);
    the_one(option, who.trim(), folder.store.cadres_called(who.trim())?)
}

/// Of those found.
pub fn the_one(option: &str, who: &str, mut found: Vec<TownshipCadre>) -> Result<TownshipCadre, CommandError> {
    match (found.pop(), found.len()) {
        (Some(one), 0) => Ok(one),
        (Some(last), others) => {
            found.push(last);
            let listed: Vec<String> = found
                .iter()
                .map(|of| format!("{} ({})", of.cadre.id, told_apart(of)))
                .collect();
            Err(CommandError::new(
                format!("{} cadres are called so: {}", others + 1, listed.join("; ")),
                option,
                "give the id of the one you mean",
            ))
        }
        (None, _) => Err(CommandError::new(
            format!("no cadre is called {who:?}"),
            option,
            "write the name as the roster has it, or import the roster first (ruhu import)",
        )),
    }
}

/// What tells a cadre from another of the same name: unit, masked telephone, township.
fn told_apart(of: &TownshipCadre) -> String {
    let phone = mask::phone(&of.cadre.phone);
    let parts = [of.cadre.unit.as_str(), phone.as_str(), of.township.as_str()];
    let told: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruhu_core::domain::Cadre;
    use ruhu_core::ids::CadreId;

    fn cadre(number: u8, unit: &str) -> TownshipCadre {
        TownshipCadre {
            township: "610924102".parse().expect("nine digits"),
            cadre: Cadre {
                id: CadreId::from_bytes([number; 16]),
                name: "张伟".into(),
                unit: unit.into(),
                phone: format!("1380000000{number}"),
            },
        }
    }

    #[test]
    fn a_name_that_two_have_names_both_with_their_units() {
        let two = vec![cadre(1, "财政所"), cadre(2, "农办")];
        let error = the_one("--cadre", "张伟", two).expect_err("two are called so");
        let text = error.to_string();
        for word in [
            "--cadre",
            "财政所",
            "农办",
            "01010101-0101",
            "02020202-0202",
            "138****0001",
            "138****0002",
        ] {
            assert!(text.contains(word), "{text}");
        }
        assert_eq!(
            the_one("--cadre", "张伟", vec![cadre(1, "财政所")]),
            Ok(cadre(1, "财政所"))
        );
        assert!(the_one("--cadre", "李雷", Vec::new()).is_err());
    }
}
