//! Where things are: WGS-84 degrees, always. GCJ-02 exists only where a map is drawn.

use crate::time::{Day, Moment};
use serde::{Deserialize, Serialize};

/// A point on the ground, WGS-84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LatLon {
    /// Latitude, -90 to 90.
    pub lat: f64,
    /// Longitude, -180 to 180.
    pub lon: f64,
}

/// A position the phone's system gave during a visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Fix {
    /// Latitude, WGS-84 degrees.
    pub lat: f64,
    /// Longitude, WGS-84 degrees.
    pub lon: f64,
    /// The 68 % radius in metres, as Android states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy_m: Option<f64>,
    /// When the position was taken, on the phone's wall clock (the fix's age taken off by the monotonic clock).
    pub at: Moment,
    /// Whether the system says that the position is simulated.
    #[serde(default)]
    pub mock: bool,
    /// Who gave it: `gps`, `network`, ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

impl Fix {
    /// The point alone.
    pub fn point(&self) -> LatLon {
        LatLon {
            lat: self.lat,
            lon: self.lon,
        }
    }
}

/// One version of a household's known place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PlaceVersion {
    /// 1 for the first place known, then one more each time.
    pub version: u32,
    /// Latitude, WGS-84 degrees.
    pub lat: f64,
    /// Longitude, WGS-84 degrees.
    pub lon: f64,
    /// The day it came into force.
    pub from: Day,
    /// Learnt from good past fixes; a place the township set is never moved by learning.
    pub learned: bool,
}

impl PlaceVersion {
    /// The point alone.
    pub fn point(&self) -> LatLon {
        LatLon {
            lat: self.lat,
            lon: self.lon,
        }
    }
}
