//! What `verify` answers: what was checked and what was found, for programs and on one screen for people.

use super::bag::Files;
use super::cover::Recheck;
use super::finding::{Finding, Findings, Note, NoteCode};
use super::log::Log;
use super::photos::Photos;
use super::receipts::Receipts;
use super::records::Seen;
use super::verdict::NotRechecked;
use crate::pack::names;
use crate::pack::readme::{PROVES_EN, PROVES_ZH, UNSEEN_EN, UNSEEN_ZH};
use ruhu_core::ids::{KeyId, RegionCode};
use ruhu_core::record::{PackStatement, ServerKey, fingerprint_words};
use ruhu_core::time::Moment;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The whole answer; as JSON the one object of `--json`.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Nothing was found.
    pub ok: bool,
    /// What was checked.
    pub checked: Checked,
    /// What was found, in the order of the checks.
    pub findings: Vec<Finding>,
    /// How many more were found and are not listed.
    pub more_findings: u64,
    /// Everything that is signed is whole: whatever was found is about what nobody signs.
    pub signed_whole: bool,
    /// What is said and is no fault.
    pub notes: Vec<Note>,
}

/// What was checked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Checked {
    /// The place, as signed.
    pub scope: Option<RegionCode>,
    /// The year, as signed.
    pub year: Option<i32>,
    /// When it was made, as signed.
    pub made: Option<Moment>,
    /// A demo's: its clocks and positions are simulated.
    pub simulated: bool,
    /// ID numbers and telephones are in it.
    pub full: bool,
    /// The fingerprint of the server's key.
    pub server_key: Option<KeyId>,
    /// The same in six words.
    pub server_key_words: Option<String>,
    /// Files.
    pub files: u64,
    /// Bytes of the payload.
    pub bytes: u64,
    /// Records.
    pub records: u64,
    /// Devices.
    pub devices: u64,
    /// Receipts for records.
    pub receipts: u64,
    /// Of those: for records outside the pack.
    pub receipts_alone: u64,
    /// Records of phones that were lawfully erased.
    pub tombstones: u64,
    /// Numbers at which a device has more than one record.
    pub forks: u64,
    /// Leaves of the log.
    pub log_leaves: u64,
    /// Checkpoints.
    pub checkpoints: u64,
    /// Photos.
    pub photos: u64,
    /// Photos that records name and that had not arrived.
    pub photos_not_arrived: u64,
    /// Households whose coverage was worked out again.
    pub households: u64,
    /// Visits of the year.
    pub visits: u64,
    /// Verdicts that were wholly worked out again.
    pub verdicts: u64,
    /// Verdicts that were not, by why.
    pub verdicts_not_rechecked: BTreeMap<NotRechecked, u64>,
    /// Visits before the year that were taken as told.
    pub visits_taken_as_told: u64,
}

impl Checked {
    pub(super) fn of_files(files: &Files) -> Self {
        Self {
            simulated: files.simulated,
            full: files.hashes.contains_key(names::PEOPLE),
            files: len(files.hashes.len()),
            bytes: files.bytes,
            ..Self::default()
        }
    }
    pub(super) fn fill(&mut self, seen: &Seen, receipts: &Receipts, log: &Log, photos: &Photos, recheck: &Recheck) {
        self.records = len(seen.records.len());
        self.devices = len(seen.links.len());
        self.receipts = receipts.records;
        self.receipts_alone = receipts.alone;
        self.tombstones = receipts.tombstones;
        self.forks = receipts.forks;
        self.log_leaves = log.leaves;
        self.checkpoints = log.checkpoints;
        self.photos = photos.here;
        self.photos_not_arrived = photos.not_arrived;
        self.households = recheck.households;
        self.visits = recheck.visits;
        self.verdicts = recheck.verdicts;
        self.verdicts_not_rechecked.clone_from(&recheck.not);
        self.visits_taken_as_told = recheck.before;
    }
}

impl Report {
    pub(super) fn new(
        signed: Option<(&ServerKey, Option<&PackStatement>)>,
        mut checked: Checked,
        findings: Findings,
    ) -> Self {
        if let Some((server, statement)) = signed {
            let id = server.id();
            checked.server_key_words = Some(fingerprint_words(&id).join(" "));
            checked.server_key = Some(id);
            if let Some(statement) = statement {
                checked.scope = Some(statement.scope.clone());
                checked.year = Some(statement.year);
                checked.made = Some(statement.made);
                checked.simulated |= statement.simulated;
            }
        }
        let signed = signed.is_some_and(|(_, statement)| statement.is_some());
        Self {
            ok: findings.is_empty(),
            signed_whole: signed && findings.signed_is_whole(),
            checked,
            findings: findings.list,
            more_findings: findings.more,
            notes: findings.notes,
        }
    }

    /// One screen of plain words. `compared`: the key is the one the reader was given.
    pub fn text(&self, compared: Compared) -> String {
        let mut text = String::new();
        // Writing to a String never fails.
        let _ = self.write(&mut text, compared);
        text
    }

    fn write(&self, out: &mut String, compared: Compared) -> std::fmt::Result {
        let checked = &self.checked;
        if checked.simulated {
            writeln!(
                out,
                "演示包：时钟和定位是模拟的，不能作为佐证。 / A demo's pack: clocks and positions are simulated."
            )?;
        }
        if checked.full {
            writeln!(
                out,
                "含身份证号和电话：只给有权看的人。 / ID numbers and telephones are in it: for those alone who may see them."
            )?;
        }
        if let (Some(scope), Some(year), Some(made)) = (&checked.scope, checked.year, checked.made) {
            writeln!(out, "范围 place {scope} · {year} · 导出 made {made}")?;
        }
        writeln!(
            out,
            "文件 files {} · 记录 records {} · 设备 devices {} · 回执 receipts {}（包外记录 alone {}）· 日志 log {} · 检查点 checkpoints {} · 照片 photos {}",
            checked.files,
            checked.records,
            checked.devices,
            checked.receipts,
            checked.receipts_alone,
            checked.log_leaves,
            checked.checkpoints,
            checked.photos,
        )?;
        for (count, zh, en) in [
            (checked.tombstones, "依法删除的记录", "records lawfully erased"),
            (
                checked.forks,
                "同号的记录（手机数据恢复过）",
                "numbers with two records (a phone was restored)",
            ),
            (checked.photos_not_arrived, "还没收到的照片", "photos not arrived"),
            (
                checked.visits_taken_as_told,
                "往年的走访（照所说的算）",
                "visits before the year, taken as told",
            ),
        ] {
            if count > 0 {
                writeln!(out, "{zh} {en}: {count}")?;
            }
        }
        writeln!(
            out,
            "重新计算 worked out again: 农户 households {} · 走访判定 verdicts {} / {}",
            checked.households, checked.verdicts, checked.visits
        )?;
        for (why, count) in &checked.verdicts_not_rechecked {
            let (zh, en) = why.words();
            writeln!(out, "  没法全部重算 not wholly: {count}，{zh} / {en}")?;
        }
        if let (Some(key), Some(words)) = (&checked.server_key, &checked.server_key_words) {
            writeln!(out, "密钥 key {key}\n        {words}")?;
            if compared == Compared::No {
                writeln!(
                    out,
                    "在这把密钥下前后一致与否见下；请把指纹与乡镇张贴的对照。 / Consistent, if so, under this key: compare it with the township's printed one."
                )?;
            }
        }
        self.write_findings(out)?;
        writeln!(out, "{PROVES_ZH}\n{PROVES_EN}\n{UNSEEN_ZH}\n{UNSEEN_EN}")
    }

    fn write_findings(&self, out: &mut String) -> std::fmt::Result {
        const SHOWN: usize = 30;
        if self.ok && self.notes.is_empty() {
            return writeln!(out, "✓ 没有发现问题 / Nothing wrong was found.");
        }
        if self.signed_whole {
            writeln!(out, "✓ 已签部分完好 / What is signed is whole.")?;
        }
        let all = len(self.findings.len()).saturating_add(self.more_findings);
        if self.ok {
            writeln!(out, "✓ 没有发现问题 / Nothing wrong was found.")?;
        } else if self.signed_whole {
            writeln!(
                out,
                "× 没有签名的部分有 {all} 处问题 / {all} findings in what nobody signs:"
            )?;
        } else {
            writeln!(out, "× 发现 {all} 处问题 / {all} findings:")?;
        }
        for finding in self.findings.iter().take(SHOWN) {
            writeln!(
                out,
                "  {} · {}\n    {}",
                finding.code.word(),
                finding.place,
                finding.message
            )?;
        }
        if all > len(SHOWN) {
            writeln!(out, "  … --json 列出更多 / lists more")?;
        }
        self.write_notes(out)
    }

    /// One line a kind of note, with its first places.
    fn write_notes(&self, out: &mut String) -> std::fmt::Result {
        const PLACES: usize = 5;
        let mut kinds: Vec<NoteCode> = self.notes.iter().map(|note| note.code).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let of_kind: Vec<&Note> = self.notes.iter().filter(|note| note.code == kind).collect();
            let places: Vec<&str> = of_kind.iter().take(PLACES).map(|note| note.place.as_str()).collect();
            let more = of_kind.len().saturating_sub(PLACES);
            let more = if more > 0 {
                format!(" … (+{more})")
            } else {
                String::new()
            };
            writeln!(
                out,
                "备注 note · {} · {}{more}\n    {}",
                kind.word(),
                places.join(", "),
                of_kind[0].message
            )?;
        }
        Ok(())
    }
}

/// Whether the reader gave the fingerprint to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// With `--server-key`.
    Yes,
    /// Without.
    No,
}

fn len(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
