//! What `doctor` can find, each with a stable code, a sentence, and what to do, in Chinese and English.

use serde::{Serialize, Serializer};

/// Declares the codes: word, Chinese, English, what to do in both.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $zh:literal, $en:literal, $do_zh:literal, $do_en:literal;)+) => {
        /// What was found.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)+ }
        impl Code {
            /// Every code, in the order of the checks.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];
            /// The stable word.
            pub fn word(self) -> &'static str {
                match self { $(Code::$variant => $word),+ }
            }
            /// What is wrong, in Chinese and English.
            pub fn sentence(self) -> (&'static str, &'static str) {
                match self { $(Code::$variant => ($zh, $en)),+ }
            }
            /// What to do, in Chinese and English.
            pub fn remedy(self) -> (&'static str, &'static str) {
                match self { $(Code::$variant => ($do_zh, $do_en)),+ }
            }
        }
    };
}

codes! {
    /// Little room is left on the disk.
    DiskNearlyFull = "disk_nearly_full", "磁盘快满了", "the disk is nearly full",
        "删掉别的文件，或换大一点的磁盘：满了以后手机的照片传不上来", "make room or give it a larger disk: once it is full, phones cannot send their photos";
    /// The clock is behind what was written already.
    ClockBehind = "clock_behind", "服务器的时钟慢了：已经写下的比现在还晚", "the clock is behind: what was written already is later than now",
        "校准服务器时间（如 timedatectl set-ntp true），再运行一次", "set the server's clock (timedatectl set-ntp true), then run this again";
    /// Others may read the server's key.
    KeyReadable = "key_readable", "别的用户能读服务器密钥", "others can read the server's key",
        "chmod 600 这个文件；若可能已被拷走，告诉维护人员", "chmod 600 the file; if somebody may have copied it, tell the maintainers";
    /// The TLS certificate that is served ends within 30 days.
    CertificateEndsSoon = "certificate_ends_soon", "TLS 证书快过期了", "the TLS certificate ends soon",
        "换一张新证书（自己做的证书要沿用原来的私钥），再重新启动 ruhu serve", "renew it (a self-made one with the same key), then start `ruhu serve` anew";
    /// The TLS certificate that is served has ended.
    CertificateExpired = "certificate_expired", "TLS 证书已经过期：浏览器和按公共机构认证书的手机连不上", "the TLS certificate has expired: browsers, and phones that go by public roots, refuse it",
        "换一张新证书（自己做的证书要沿用原来的私钥），再重新启动 ruhu serve", "renew it (a self-made one with the same key), then start `ruhu serve` anew";
    /// The server's key is not there.
    ServerKeyMissing = "server_key_missing", "服务器密钥不见了", "the server's key is not there",
        "从备份里取回 keys/server.key；没有它，服务器和命令都不动这个文件夹", "bring keys/server.key back from a backup; without it neither the server nor a command touches this folder";
    /// The server's key does not read.
    ServerKeyUnusable = "server_key_unusable", "服务器密钥读不出来", "the server's key does not read",
        "从备份里取回 keys/server.key", "bring keys/server.key back from a backup";
    /// The server's key is not the one that this folder was begun with.
    ServerKeyOther = "server_key_other", "服务器密钥换过：手机不会再相信它，以前的回执也对不上", "the server's key is another than this folder was begun with: phones will refuse it, earlier receipts do not fit it",
        "从备份里取回原来的 keys/server.key", "bring the first keys/server.key back from a backup";
    /// An older schema.
    SchemaOld = "schema_old", "数据库是旧版本的", "the database has an older schema",
        "先做备份，再运行 ruhu serve 或别的命令，它会自动升级", "make a backup; then `ruhu serve`, or any command, brings it up to date";
    /// A newer schema.
    SchemaNewer = "schema_newer", "数据库是更新版本的程序写的", "a newer program wrote the database",
        "安装新版本的 ruhu", "install the newer ruhu";
    /// The database's own check does not pass, or rows contradict each other.
    DatabaseDamaged = "database_damaged", "数据库损坏", "the database is damaged",
        "原样留着这个文件夹，把最近的备份恢复到旁边：ruhu restore", "keep this folder as it is, and restore the newest backup beside it: ruhu restore";
    /// A record whose text is not what its hash or its device's signature says.
    RecordChanged = "record_changed", "记录被改过", "a record was changed",
        "原样留着这个文件夹，把最近的备份恢复到旁边，告诉维护人员", "keep this folder as it is, restore the newest backup beside it, tell the maintainers";
    /// A record without its text and without a tombstone.
    RecordGone = "record_gone", "记录没有了，也没有依法删除的凭据", "a record's text is gone, and no tombstone says why",
        "把最近的备份恢复到旁边；手机上可能还有这条记录", "restore the newest backup beside it; the phone may still have the record";
    /// A record of a device that is not known.
    KeyUnknown = "key_unknown", "不认识写这条记录的设备", "the device that wrote a record is not known",
        "把最近的备份恢复到旁边，告诉维护人员", "restore the newest backup beside it, tell the maintainers";
    /// A place in a chain that is odd and is not marked so.
    ChainBroken = "chain_broken", "记录链断了", "a device's chain is broken",
        "把最近的备份恢复到旁边，告诉维护人员", "restore the newest backup beside it, tell the maintainers";
    /// A number of the log is missing, or a leaf is not that of its record.
    LogBroken = "log_broken", "日志缺号，或与记录对不上", "the log lacks a number, or does not fit its records",
        "把最近的备份恢复到旁边，告诉维护人员", "restore the newest backup beside it, tell the maintainers";
    /// The leaves do not give a root that was stored, and perhaps signed.
    RootDiffers = "root_differs", "日志的根算出来不一样", "the log's leaves do not give the stored root",
        "把最近的备份恢复到旁边，告诉维护人员", "restore the newest backup beside it, tell the maintainers";
    /// A phone has seen a state that this log never had.
    SeenElsewhere = "seen_elsewhere", "手机见过这本日志没有过的状态", "a phone has seen a state that this log never had",
        "很可能恢复过较早的备份：给这些手机重新发登记码，它们会把缺的再送一遍", "an older backup was probably restored: give those phones a new code, they then send what is missing";
    /// The audit log was changed or shortened.
    AuditBroken = "audit_broken", "审计被改过或缺了行", "the audit log was changed, or rows are missing",
        "与备份对照（ruhu audit 逐行看），告诉维护人员", "compare it with a backup (`ruhu audit` shows it row by row), tell the maintainers";
    /// The audit log is not the one that a township's signed log names.
    AuditRewritten = "audit_rewritten", "审计与乡镇日志里签过名的不一样：有人重写过", "the audit log is not the one that the township's signed log names: it was rewritten",
        "原样留着这个文件夹，与备份对照，告诉维护人员", "keep this folder as it is, compare it with a backup, tell the maintainers";
    /// A photo that has a row, and no file.
    PhotoMissing = "photo_missing", "照片收到过，文件却不在了", "a photo had arrived and its file is gone",
        "从备份的 photos 里把这个文件拷回来", "copy the file back from a backup's photos folder";
    /// A photo whose bytes are others.
    PhotoChanged = "photo_changed", "照片文件被换过或损坏", "a photo's file was changed or is damaged",
        "从备份的 photos 里把这个文件拷回来", "copy the file back from a backup's photos folder";
    /// A file on the shelf that no row names.
    PhotoOrphan = "photo_orphan", "照片文件没有登记", "a file among the photos that the database does not know",
        "多半是上传中断留下的，手机会再传；ruhu serve 每天清一次，或 ruhu doctor --mend（留一小时以内的）；别的文件请自己移走", "an upload was probably cut there, and the phone sends it again; ruhu serve removes such photos once a day, ruhu doctor --mend at once (not those of the last hour); move other files away yourself";
    /// Text or photos of an erased household are still in the folder.
    ErasureUnfinished = "erasure_unfinished", "依法删除还没做完：文件夹里还有删掉的内容", "a lawful erasure is not done yet: the folder still holds some of what was erased",
        "等导出、备份结束，ruhu serve 会自己做完；或运行 ruhu doctor --mend", "wait until exports and backups have ended, then ruhu serve does it; or run ruhu doctor --mend";
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub code: Code,
    /// The file, and the row or device in it.
    #[serde(rename = "where")]
    pub place: String,
    /// A sentence in Chinese and English, with the detail.
    pub message: String,
    /// What to do, in Chinese and English.
    pub mend: String,
}

/// How many findings are listed; more are only counted.
const MOST: usize = 1000;

/// Everything found so far.
#[derive(Debug, Default)]
pub struct Findings {
    /// The first so many.
    pub list: Vec<Finding>,
    /// How many more there were.
    pub more: u64,
}

impl Findings {
    /// Notes a finding.
    pub fn add(&mut self, code: Code, place: impl Into<String>) {
        self.push(code, place.into(), String::new());
    }
    /// Notes a finding with a detail.
    pub fn say(&mut self, code: Code, place: impl Into<String>, detail: impl std::fmt::Display) {
        self.push(code, place.into(), format!(" ({detail})"));
    }
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
    fn push(&mut self, code: Code, place: String, detail: String) {
        if self.list.len() >= MOST {
            self.more = self.more.saturating_add(1);
            return;
        }
        let (zh, en) = code.sentence();
        let (do_zh, do_en) = code.remedy();
        self.list.push(Finding {
            code,
            place,
            message: format!("{zh} / {en}{detail}"),
            mend: format!("{do_zh} / {do_en}"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_operators_guide() {
        let docs = include_str!("../../../docs/operating.md");
        for code in Code::ALL {
            let word = code.word();
            assert!(
                docs.contains(&format!("`{word}`")),
                "{word} is not in docs/operating.md"
            );
        }
    }
}
