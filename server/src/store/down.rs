//! What a phone is told since its cursor.

use crate::Result;
use ruhu_core::ids::{CadreId, RegionCode};
use ruhu_core::time::Moment;
use ruhu_core::wire;

/// Reading for phones.
pub trait Down {
    /// What has changed for this cadre since `cursor`, all as of one instant of the store. Cursor 0, or one this store
    /// never gave, is answered whole. A cadre sees the households assigned to it now (`now` tells the day) or from a
    /// later day on, and nothing else; `removed` names those that are no longer its own.
    fn down(&self, township: &RegionCode, cadre: &CadreId, cursor: u64, now: Moment) -> Result<wire::Down>;
}
