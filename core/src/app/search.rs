//! Finding a household: by name, group, number, or the initials of the name's pinyin.

use super::{Answer, App, DueRow};

impl App {
    /// Households whose name, group, village or number contains the text, or whose pinyin initials begin with it
    /// ("lxy" finds 李秀英). At most `count`, best first.
    pub fn search(&self, _text: &str, _count: u32) -> Answer<Vec<DueRow>> {
        todo!()
    }
}
