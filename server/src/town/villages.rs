//! The list of villages (`ruhu villages`): 12-digit codes and names, as the statistics office and the `china-division`
//! tables give them. Names in rosters are matched without 村委会 and the like, never on a guess.

use crate::characters::{name_key, standard, visible};
use crate::town::roster::{self, ListRows, RosterError};
use ruhu_core::ids::RegionCode;
use std::collections::{BTreeMap, HashMap};

/// One village of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedVillage {
    /// 12 digits.
    pub code: RegionCode,
    /// The name as people say it: without 委会, 居委会 and the like.
    pub name: String,
}

/// The list, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct VillageList {
    villages: Vec<ListedVillage>,
    regions: BTreeMap<RegionCode, String>,
    by_name: HashMap<String, Vec<usize>>,
    by_stem: HashMap<String, Vec<usize>>,
    by_code: HashMap<RegionCode, usize>,
}

impl VillageList {
    /// A list of villages (code, name) and of the names of regions above them.
    pub fn new(
        villages: impl IntoIterator<Item = (RegionCode, String)>,
        regions: BTreeMap<RegionCode, String>,
    ) -> Self {
        let mut list = Self {
            regions,
            ..Self::default()
        };
        for (code, name) in villages {
            let name = plain_name(&name);
            let index = list.villages.len();
            if list.by_code.insert(code.clone(), index).is_some() {
                continue;
            }
            list.by_name.entry(name_key(&name)).or_default().push(index);
            list.by_stem.entry(name_key(stem(&name))).or_default().push(index);
            list.villages.push(ListedVillage { code, name });
        }
        list
    }
    /// Whether there is no list.
    pub fn is_empty(&self) -> bool {
        self.villages.is_empty()
    }
    /// Every village, in the list's order.
    pub fn villages(&self) -> &[ListedVillage] {
        &self.villages
    }
    /// Names of the regions above the villages, by code.
    pub fn regions(&self) -> &BTreeMap<RegionCode, String> {
        &self.regions
    }
    /// The villages of this name; where none has it whole, those that differ in 村 or 社区 only.
    pub fn with_name(&self, name: &str) -> Vec<&ListedVillage> {
        let name = plain_name(name);
        let found = self
            .by_name
            .get(&name_key(&name))
            .or_else(|| self.by_stem.get(&name_key(stem(&name))));
        found
            .map(|indices| indices.iter().map(|i| &self.villages[*i]).collect())
            .unwrap_or_default()
    }
    /// The village with this code.
    pub fn with_code(&self, code: &RegionCode) -> Option<&ListedVillage> {
        self.by_code.get(code).map(|i| &self.villages[*i])
    }
    /// The name of a township, when the list says it.
    pub fn township_name(&self, code: &RegionCode) -> Option<&str> {
        self.regions.get(code).map(String::as_str)
    }
    /// Whether the township goes by this name, with or without 镇, 乡, 街道, 人民政府.
    pub fn is_named(&self, township: &RegionCode, name: &str) -> bool {
        let bare = |name: &str| {
            let name = name.trim_end_matches("人民政府").trim_end_matches("办事处");
            let short = ["街道", "镇", "乡"]
                .iter()
                .find_map(|s| name.strip_suffix(s))
                .unwrap_or(name);
            short.to_owned()
        };
        !name.is_empty()
            && self
                .township_name(township)
                .is_some_and(|own| name_key(&bare(own)) == name_key(&bare(name)))
    }
}

/// 新桃村委会 and 新桃村民委员会 are 新桃村; 东城门社区居委会 is 东城门社区. No blanks, no invisible marks.
pub fn plain_name(name: &str) -> String {
    let name: String = standard(&visible(name))
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    for (suffix, instead) in [
        ("村村民委员会", "村"),
        ("村民委员会", "村"),
        ("村委会", "村"),
        ("居民委员会", ""),
        ("居委会", ""),
        ("委员会", ""),
    ] {
        match name.strip_suffix(suffix) {
            Some(stem) if !stem.is_empty() => return format!("{stem}{instead}"),
            _ => {}
        }
    }
    name
}

fn stem(name: &str) -> &str {
    ["社区", "村"]
        .iter()
        .find_map(|s| name.strip_suffix(s))
        .filter(|s| !s.is_empty())
        .unwrap_or(name)
}

/// Titles of the column with the 12-digit codes.
const CODE: &[&str] = &[
    "village_code",
    "code",
    "villageCode",
    "行政村代码",
    "行政村编码",
    "村代码",
    "村编码",
    "代码",
    "统计用区划代码",
    "区划代码",
];
/// Titles of the column with the names.
const NAME: &[&str] = &[
    "village",
    "name",
    "village_name",
    "villageName",
    "行政村",
    "行政村名称",
    "村名",
    "村",
    "名称",
];
/// Titles of the column with the townships' names.
const TOWN: &[&str] = &[
    "town",
    "street",
    "township",
    "town_name",
    "streetName",
    "乡镇",
    "乡镇名称",
    "街道",
];

fn column(header: &[String], titles: &[&str]) -> Option<usize> {
    let bare = |title: &str| title.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    header
        .iter()
        .position(|t| titles.iter().any(|n| bare(t).eq_ignore_ascii_case(n)))
}

/// Reads a list of villages: a workbook, or CSV in UTF-8 or GB18030, with a header. Titles above the header, a row that
/// numbers the columns, and a total or notes under the list are passed over.
///
/// # Errors
/// No such columns, a code that is none (with its line), or a file that is no table.
pub fn read(bytes: &[u8]) -> Result<VillageList, VillagesError> {
    let is_header = |row: &[String]| column(row, CODE).is_some() && column(row, NAME).is_some();
    let rows = match roster::list_rows(bytes, is_header)? {
        ListRows::Found(rows) => rows,
        ListRows::NoHeader((line, cells)) => {
            return Err(VillagesError::NoColumns {
                line,
                found: cells.join(", ").chars().take(120).collect(),
            });
        }
    };
    let mut rows = rows.into_iter();
    let (_, header) = rows.next().ok_or(RosterError::Empty)?;
    let (Some(code), Some(name)) = (column(&header, CODE), column(&header, NAME)) else {
        return Err(VillagesError::File(RosterError::Empty));
    };
    let town = column(&header, TOWN);
    let mut villages: Vec<(RegionCode, String)> = Vec::new();
    let mut regions = BTreeMap::new();
    let mut seen: HashMap<RegionCode, u32> = HashMap::new();
    for (line, cells) in rows {
        let cell = |index: usize| cells.get(index).map(|c| c.trim()).unwrap_or_default();
        // A total, a note or the titles once more: no code, and not a village's row without one.
        let numbered = cell(code).chars().any(|c| c.is_ascii_digit());
        if is_header(&cells) || (!numbered && roster::is_note(&cells)) {
            continue;
        }
        let parsed: RegionCode = cell(code)
            .parse()
            .ok()
            .filter(|c: &RegionCode| c.as_str().len() == 12)
            .ok_or(VillagesError::BadCode { line })?;
        if cell(name).is_empty() {
            return Err(VillagesError::NoName { line });
        }
        if let Some(first) = seen.insert(parsed.clone(), line) {
            return Err(VillagesError::Twice { line, first });
        }
        if let (Some(town), Some(township)) = (town.map(cell).filter(|t| !t.is_empty()), parsed.township()) {
            regions.entry(township).or_insert_with(|| town.to_owned());
        }
        villages.push((parsed, cell(name).to_owned()));
    }
    if villages.is_empty() {
        return Err(VillagesError::File(RosterError::Empty));
    }
    Ok(VillageList::new(villages, regions))
}

/// Why a list of villages cannot be used; nothing of it is imported.
#[derive(Debug, thiserror::Error)]
pub enum VillagesError {
    /// It is no delimited text.
    #[error(transparent)]
    File(#[from] RosterError),
    /// The header lacks a column.
    #[error(
        "第 {line} 行表头缺列。 the header on line {line} needs `village_code` (12 digits) and `village` (the name), and may have `town`; it has: {found}"
    )]
    NoColumns {
        /// The header's line.
        line: u32,
        /// Its titles.
        found: String,
    },
    /// A code that is none.
    #[error("第 {line} 行的村代码不是 12 位数字。 line {line}: a village's code is 12 digits")]
    BadCode {
        /// The line.
        line: u32,
    },
    /// A blank name.
    #[error("第 {line} 行没有村名。 line {line}: the village has no name")]
    NoName {
        /// The line.
        line: u32,
    },
    /// One code on two lines.
    #[error("第 {line} 行的村代码在第 {first} 行已经有了。 line {line}: this code stands on line {first} already")]
    Twice {
        /// The later line.
        line: u32,
        /// The earlier one.
        first: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_list_of_ziyang_is_read_whole() {
        let list = read(include_bytes!("../../../tests/data/rosters/ziyang-villages.csv")).expect("the real list");
        let lines = include_str!("../../../tests/data/rosters/ziyang-villages.csv")
            .lines()
            .count();
        assert_eq!(list.villages().len(), lines - 1);
        let haoping: RegionCode = "610924101".parse().expect("nine digits");
        assert_eq!(list.township_name(&haoping), Some("蒿坪镇"));
        assert!(list.is_named(&haoping, "蒿坪") && list.is_named(&haoping, "蒿坪镇人民政府"));
        assert_eq!(
            list.with_name("街道社区")
                .iter()
                .filter(|v| haoping.contains(&v.code))
                .count(),
            1
        );
        assert_eq!(list.with_name("金竹村民委员会").len(), list.with_name("金竹村").len());
    }

    #[test]
    fn a_wrong_line_is_named_and_nothing_is_taken() {
        let text = |body: &str| {
            read(format!("village_code,village\n{body}").as_bytes())
                .err()
                .map(|e| e.to_string())
        };
        assert!(text("61092410100,甲村").is_some_and(|e| e.contains("line 2")));
        assert!(
            text("610924101001,甲村\n610924101001,乙村").is_some_and(|e| e.contains("line 3") && e.contains("line 2"))
        );
        assert!(
            read(b"a,b\n1,2")
                .err()
                .is_some_and(|e| e.to_string().contains("village_code"))
        );
    }
}
