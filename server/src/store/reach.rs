//! How far a request reaches: the code prefix that a session or a phone yields, and the one check that every row it
//! reads or writes passes. [`Scoped`](super::Scoped) asks here for each row; nothing above the store asks again.

use super::DeviceRow;
use crate::{Error, Result};
use ruhu_core::ids::{CadreId, KeyId, RegionCode};

/// Whose eyes a request has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everything on this server: the administrator, and the server's own upkeep.
    Server,
    /// What lies in a region, its code being a prefix.
    Region(RegionCode, May),
    /// What a phone may ask for: its township's ledger, its cadre's households, its own uploads.
    Phone {
        /// The phone's key.
        kid: KeyId,
        /// Whose phone.
        cadre: CadreId,
        /// The township it is enrolled with.
        township: RegionCode,
    },
}

/// What somebody may do with the rows within reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Read them.
    Read,
    /// Read them, and decide.
    Decide,
}

impl Reach {
    /// A phone's.
    pub fn of_phone(phone: &DeviceRow) -> Self {
        Self::Phone {
            kid: phone.kid.clone(),
            cadre: phone.cadre,
            township: phone.township.clone(),
        }
    }

    /// The region; `None` for the whole server.
    pub fn region(&self) -> Option<&RegionCode> {
        match self {
            Self::Server => None,
            Self::Region(code, _) => Some(code),
            Self::Phone { township, .. } => Some(township),
        }
    }

    /// Whether all of `place` is within reach. This is the check.
    pub fn covers(&self, place: &RegionCode) -> bool {
        self.region().is_none_or(|region| region.contains(place))
    }

    /// Whether anything of `place` may be within reach: it is covered, or the reach lies inside it.
    pub fn touches(&self, place: &RegionCode) -> bool {
        self.covers(place) || self.region().is_some_and(|region| place.contains(region))
    }

    /// The part of `place` that is within reach.
    pub fn narrowed<'a>(&'a self, place: &'a RegionCode) -> Option<&'a RegionCode> {
        match self.covers(place) {
            true => Some(place),
            false => self.region().filter(|region| place.contains(region)),
        }
    }

    /// Whether somebody with this reach may decide anything at all.
    pub fn decides(&self) -> bool {
        match self {
            Self::Server | Self::Phone { .. } | Self::Region(_, May::Decide) => true,
            Self::Region(_, May::Read) => false,
        }
    }

    /// All of `place` is read at once. [`Error::OutOfReach`] where it is not covered.
    pub(super) fn whole(&self, place: &RegionCode) -> Result<()> {
        match self.covers(place) {
            true => Ok(()),
            false => Err(Error::OutOfReach),
        }
    }

    /// Something of `place` is to be written.
    pub(super) fn writes(&self, place: &RegionCode) -> Result<()> {
        self.whole(place)?;
        match self.decides() {
            true => Ok(()),
            false => Err(Error::ReadOnly),
        }
    }

    /// Whether this phone's own things are within reach: another phone's never are for a phone.
    pub(super) fn sees_device(&self, device: &KeyId, township: &RegionCode) -> bool {
        match self {
            Self::Phone { kid, .. } => kid == device,
            Self::Server | Self::Region(..) => self.covers(township),
        }
    }

    /// Whether what is told to this cadre's phones is within reach.
    pub(super) fn hears(&self, township: &RegionCode, of: &CadreId) -> bool {
        match self {
            Self::Phone { cadre, .. } => self.covers(township) && cadre == of,
            Self::Server | Self::Region(..) => self.covers(township),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        text.parse().expect("a good code")
    }

    #[test]
    fn a_reach_is_a_prefix_and_what_lies_above_it_is_narrowed_to_it() {
        let village = Reach::Region(code("610924102001"), May::Decide);
        assert!(village.covers(&code("610924102001")) && !village.covers(&code("610924102")));
        assert!(village.touches(&code("610924102")) && !village.touches(&code("610924102002")));
        assert_eq!(village.narrowed(&code("610924102")), Some(&code("610924102001")));
        assert_eq!(village.narrowed(&code("610924103")), None);
        let county = Reach::Region(code("610924"), May::Read);
        assert_eq!(county.narrowed(&code("610924103")), Some(&code("610924103")));
        assert!(county.whole(&code("610924103")).is_ok());
        assert!(matches!(county.writes(&code("610924103")), Err(Error::ReadOnly)));
        assert!(matches!(county.writes(&code("610925103")), Err(Error::OutOfReach)));
        assert!(Reach::Server.covers(&code("99")) && Reach::Server.decides());
    }
}
