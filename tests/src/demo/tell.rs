//! One screen of plain words: what happened. Chinese first, English second.

use super::plan::Flood;
use super::tally::{Covered, Phones, Visits};
use super::tamper::Caught;
use super::turns::Turned;
use ruhu_core::coverage::State;
use ruhu_core::domain::{ReasonCode, Ruling, Verdict};
use ruhu_server::pack::Exported;
use ruhu_server::pack::verify::Report as Verified;
use ruhu_server::town::roster::report::Report as Imported;

/// Everything there is to tell.
pub struct Story<'a> {
    /// The township's name.
    pub town: &'a str,
    /// The days played.
    pub days: (String, String),
    /// The roster.
    pub imported: &'a Imported,
    /// The phones.
    pub phones: &'a Phones,
    /// The visits.
    pub visits: &'a Visits,
    /// Decided at the desk.
    pub decided: u32,
    /// What else the desk decided.
    pub turned: &'a Turned,
    /// The village that was closed.
    pub flood: Option<&'a Flood>,
    /// The coverage.
    pub covered: &'a Covered,
    /// The pack.
    pub pack: &'a Exported,
    /// What the verifier said of it.
    pub verified: &'a Verified,
    /// What it said of tampered copies.
    pub caught: &'a [Caught],
    /// How long it took.
    pub seconds: i64,
}

impl Story<'_> {
    /// The screen.
    pub fn text(&self) -> String {
        let mut lines = vec![
            format!(
                "入户演示 · {} · {} 至 {}    Ruhu demo",
                self.town, self.days.0, self.days.1
            ),
            "模拟的只有时钟和定位，其余都是真的程序 / Simulated: clocks and positions only; all else is the real code"
                .into(),
            String::new(),
        ];
        self.roster(&mut lines);
        self.on_the_road(&mut lines);
        self.judged(&mut lines);
        self.coverage(&mut lines);
        self.evidence(&mut lines);
        lines.push(format!("用时 took {} 秒 s", self.seconds));
        lines.join("\n")
    }

    fn roster(&self, lines: &mut Vec<String>) {
        let report = self.imported;
        let mended: usize = report.mended.0.values().sum();
        lines.push(format!(
            "花名册 roster     {} 行，导入 {} 户、{} 名责任人；改正 {mended} 格，提醒 {}，未导入 {} / rows, households, cadres; mended, warnings, refused",
            report.rows,
            report.households,
            report.cadres,
            report.warnings.len(),
            report.refused.len(),
        ));
    }

    fn on_the_road(&self, lines: &mut Vec<String>) {
        let phones = self.phones;
        let (requests, cut, repeated, late) = phones.road;
        lines.push(format!(
            "手机 phones       登记 {} 部；{} 部常几周没信号，{} 部已失联、还存着 {} 条没上传；卡住 {} / enrolled; offline for weeks; silent, unsent; stuck",
            phones.all,
            phones.offline,
            phones.silent,
            phones.unsent,
            phones.stuck.len(),
        ));
        lines.push(format!(
            "路上 the road     {requests} 次请求：断 {cut}、重复 {repeated}、迟到 {late}；手机回头重试 {} 次，一条没丢 / requests: cut, repeated, late; retried, nothing lost",
            phones.waits,
        ));
        lines.push(format!(
            "原图 originals    {} 条等 Wi-Fi 传原图（小图已到）；拒收坏照片 {} 张 / wait for Wi-Fi, copies are there; broken photos turned away",
            phones.held, phones.photos_refused,
        ));
        lines.push(String::new());
    }

    fn judged(&self, lines: &mut Vec<String>) {
        let visits = self.visits;
        let verdict = |verdict| visits.verdicts.get(&verdict).copied().unwrap_or_default();
        let ruled = |ruling| visits.decisions.get(&ruling).copied().unwrap_or_default();
        lines.push(format!(
            "走访 visits       {} 次：有效 {}、待审核 {}、不算 {} / count, need review, do not count",
            visits.all,
            verdict(Verdict::Counts),
            verdict(Verdict::NeedsReview),
            verdict(Verdict::DoesNotCount),
        ));
        lines.push(format!(
            "审核 reviewed     {} 次：{} 次算数、{} 次不算；服务器比手机多知道一点，改判 {} 次 / decided; judged otherwise than at the door",
            self.decided,
            ruled(Ruling::Counts),
            ruled(Ruling::DoesNotCount),
            visits.changed,
        ));
        self.desk(lines);
        let codes: Vec<String> = visits.codes.iter().map(|(code, n)| reason(*code, *n)).collect();
        for (number, some) in codes.chunks(4).enumerate() {
            let title = if number == 0 { "原因 reasons" } else { "" };
            lines.push(format!("{title:<18}{}", some.join(" · ")));
        }
        lines.push(String::new());
    }

    /// What the desk decided beside the visits.
    fn desk(&self, lines: &mut Vec<String>) {
        let turned = self.turned;
        let mut said: Vec<String> = Vec::new();
        said.extend(turned.policy.as_ref().map(|id| format!("规则 {id} 生效 own policy")));
        if let Some(flood) = self.flood {
            said.push(format!(
                "封村 {} 天可电话走访 a village closed",
                flood.to.since(flood.from) + 1
            ));
        }
        if turned.handed > 0 {
            said.push(format!("退休移交 {} 户 handed over", turned.handed));
        }
        if turned.moved > 0 {
            said.push(format!("搬迁 {} 户 moved", turned.moved));
        }
        let title = "镇里 the desk";
        if !said.is_empty() {
            lines.push(format!("{title:<16}{}", said.join(" · ")));
        }
        if let Some((records, photos)) = turned.erased {
            lines.push(format!(
                "依法删除 erased    1 户：{records} 条记录换成墓碑，{photos} 张照片已删，手机里也没了；链和佐证包照样核验 / records became tombstones, photos gone, phones too; all still verifies",
            ));
        }
    }

    fn coverage(&self, lines: &mut Vec<String>) {
        let covered = self.covered;
        let soon = covered.of(State::Due) + covered.of(State::Lost);
        lines.push(format!(
            "覆盖 coverage     {} 户：已够 {}、来得及 {}、该去了 {soon}、已漏 {}、免访 {} / met, on track, due, missed, not required",
            covered.households,
            covered.of(State::Met),
            covered.of(State::OnTrack),
            covered.of(State::Missed),
            covered.of(State::NotRequired),
        ));
    }

    fn evidence(&self, lines: &mut Vec<String>) {
        let (pack, checked) = (self.pack, &self.verified.checked);
        lines.push(format!(
            "佐证包 pack       {} 条记录、{} 张照片、{} MB（还没收到照片 {}） / records, photos; not arrived",
            pack.records,
            pack.photos,
            pack.bytes.div_ceil(1_000_000),
            pack.photos_not_here,
        ));
        lines.push(format!(
            "核验 verify       {}：{} 个签名记录、{} 张回执、{} 个判定重算、{} 户覆盖重算 / records, receipts, verdicts and households worked out again",
            if self.verified.ok { "✓ 通过 ok" } else { "✗ 没有通过 NOT ok" },
            checked.records,
            checked.receipts,
            checked.verdicts,
            checked.households,
        ));
        for finding in self.verified.findings.iter().take(5) {
            lines.push(format!(
                "                  {} {} {}",
                finding.code.word(),
                finding.place,
                finding.message
            ));
        }
        for caught in self.caught {
            let mark = if caught.named() {
                "✓ 查出 found"
            } else {
                "✗ 没查出 NOT FOUND"
            };
            lines.push(format!("篡改 tampered     {} / {}：{mark}", caught.zh, caught.en));
            for finding in caught.findings.iter().take(3) {
                lines.push(format!("                  {} · {}", finding.place, finding.message));
            }
        }
        lines.push(String::new());
    }
}

fn reason(code: ReasonCode, n: u64) -> String {
    format!("{} {} {n}", code.zh(), code.en())
}
