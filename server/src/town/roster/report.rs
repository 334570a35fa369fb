//! What an import says: one JSON object for a program, a page in Chinese and English for a person.

use super::Roster;
use super::diff::Diff;
use super::finding::{Code, Finding};
use super::mend::Mended;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

/// The report of one import; its JSON is a contract.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Household rows in the sheet, refused ones too.
    pub rows: usize,
    /// Households imported.
    pub households: usize,
    /// Cadres they name.
    pub cadres: usize,
    /// Households that were not there.
    pub added: usize,
    /// Households of which something changed.
    pub changed: usize,
    /// Households as they were.
    pub unchanged: usize,
    /// Households of the township that the roster no longer has: still there.
    pub gone: usize,
    /// Mended cells by kind.
    #[serde(serialize_with = "by_word")]
    pub mended: Mended,
    /// Imported with a doubt.
    pub warnings: Vec<Finding>,
    /// Left out.
    pub refused: Vec<Finding>,
    /// Their numbers.
    pub gone_households: Vec<String>,
    /// Township code and name, for the text.
    #[serde(skip)]
    township: String,
}

fn by_word<S: Serializer>(mended: &Mended, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(mended.0.iter().map(|(kind, n)| (kind.word(), n)))
}

impl Report {
    /// The report of a roster and what it changes.
    pub fn new(roster: &Roster, diff: &Diff) -> Self {
        let mut warnings: Vec<Finding> = roster.warnings.iter().chain(&diff.warnings).cloned().collect();
        warnings.sort_by_key(|w| w.row);
        Self {
            rows: roster.rows,
            households: roster.households.len(),
            cadres: roster.cadres.len(),
            added: diff.added,
            changed: diff.changed,
            unchanged: diff.unchanged,
            gone: diff.gone.len(),
            mended: roster.mended.clone(),
            warnings,
            refused: roster.refused.clone(),
            gone_households: diff.gone.iter().map(ToString::to_string).collect(),
            township: format!("{} {}", roster.township, roster.township_name)
                .trim()
                .to_owned(),
        }
    }
}

/// Rows are listed up to so many for each kind; the JSON has them all.
const LISTED: usize = 30;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "乡镇 township {}", self.township)?;
        writeln!(
            f,
            "读到 {} 户，导入 {} 户，帮扶责任人 {} 人。  {} rows, {} households, {} cadres.",
            self.rows, self.households, self.cadres, self.rows, self.households, self.cadres
        )?;
        writeln!(
            f,
            "新增 added {} · 变动 changed {} · 不变 unchanged {} · 名单里没有了 gone {}",
            self.added, self.changed, self.unchanged, self.gone
        )?;
        if !self.gone_households.is_empty() {
            writeln!(
                f,
                "名单里没有了的户（没有删除）：  No longer in the roster (nothing was deleted):"
            )?;
            writeln!(f, "  {}", listed(&self.gone_households))?;
        }
        if !self.mended.0.is_empty() {
            writeln!(f, "\n已改正 Mended (cells):")?;
            for (kind, count) in &self.mended.0 {
                let (zh, en) = kind.text();
                writeln!(f, "  {count:>6}  {zh} {en}")?;
            }
        }
        group(f, "请核对 Warnings (imported)", &self.warnings)?;
        group(f, "没有导入 Refused", &self.refused)
    }
}

fn group(f: &mut fmt::Formatter<'_>, title: &str, findings: &[Finding]) -> fmt::Result {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n{title}: {}", findings.len())?;
    let mut groups: BTreeMap<(Code, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        groups
            .entry((finding.code, finding.column.as_str()))
            .or_default()
            .push(finding);
    }
    for ((code, column), of_code) in groups {
        writeln!(f, "  {} · {column} · {}", code.word(), of_code.len())?;
        writeln!(f, "    {}", of_code[0].message)?;
        let rows: Vec<String> = of_code.iter().map(|finding| finding.row.to_string()).collect();
        writeln!(f, "    行 rows: {}", listed(&rows))?;
    }
    Ok(())
}

fn listed(items: &[String]) -> String {
    let mut text = items.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    if items.len() > LISTED {
        let _ = write!(text, " … (+{})", items.len() - LISTED);
    }
    text
}
