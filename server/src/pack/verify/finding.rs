//! What `verify` can find, each with a stable code (docs/record.md lists them) and a plain sentence in two languages.

use serde::{Serialize, Serializer};

/// Declares the codes: word, Chinese, English.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $zh:literal, $en:literal;)+) => {
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
            /// What a Chinese reader sees.
            pub fn zh(self) -> &'static str {
                match self { $(Code::$variant => $zh),+ }
            }
            /// What an English reader sees.
            pub fn en(self) -> &'static str {
                match self { $(Code::$variant => $en),+ }
            }
        }
    };
}

codes! {
    /// A path climbs out of the pack, is a link, or is no plain name.
    BadPath = "bad_path", "路径不安全，没有打开", "the path is not a plain one inside the pack; it was not opened";
    /// Too many files, a file or line too large, or a ZIP entry that swells.
    TooLarge = "too_large", "太大，没有读完", "it is larger than a pack's may be; it was not read";
    /// Bytes that cannot be read.
    Unreadable = "unreadable", "读不出来", "it cannot be read";
    /// `bagit.txt` is not that of BagIt 1.0.
    BagDeclaration = "bag_declaration", "bagit.txt 不对", "bagit.txt does not declare a BagIt 1.0 bag in UTF-8";
    /// A file that a manifest, the statement or the layout asks for is not there.
    FileMissing = "file_missing", "文件少了", "the file is not there";
    /// A file that no manifest or statement names.
    FileExtra = "file_extra", "多出来的文件", "no manifest names this file";
    /// A file whose hash is not the manifest's.
    FileChanged = "file_changed", "文件被改过", "the file is not the one the manifest names";
    /// A line of `bag-info.txt` is not what is signed, or is missing, or says more.
    BagInfoDiffers = "bag_info_differs", "bag-info.txt 与签了名的内容不符", "bag-info.txt does not say what is signed";
    /// A file beside `data/` that is none of the bag's.
    FileUnsigned = "file_unsigned", "没有签名的文件", "nobody signed this file";
    /// The payload's files and bytes are not those of `bag-info.txt`.
    OxumDiffers = "oxum_differs", "文件总数或总大小对不上", "files and bytes are not what bag-info.txt says";
    /// `keys.jwks` holds no usable set of keys.
    KeysUnusable = "keys_unusable", "密钥文件不能用", "keys.jwks is not one server key and the devices' keys";
    /// The pack is another server's than the one asked for.
    ServerKeyOther = "server_key_other", "不是这个乡镇服务器的密钥", "the pack was signed by another server key than the one given";
    /// `pack.jws` is not what the server key signed.
    StatementNotGenuine = "statement_not_genuine", "总签名不真", "pack.jws was not signed by the server key, or was changed";
    /// A payload file is not the one that `pack.jws` signed.
    NotAsSigned = "not_as_signed", "不是总签名里的那个文件", "the file is not the one pack.jws signed";
    /// A demo's pack and its parts do not agree on being one.
    SimulatedDiffers = "simulated_differs", "演示标记不一致", "the parts of the pack do not agree on whether it is a demo";
    /// A record whose signature, header or form is wrong.
    RecordNotGenuine = "record_not_genuine", "记录不真", "the record is not what its device signed";
    /// A record of a device whose key is not there.
    KeyUnknown = "key_unknown", "没有这个设备的密钥", "keys.jwks has no key of this device";
    /// A record of another township.
    OtherTownship = "other_township", "别的乡镇的记录", "the record is another township's";
    /// A record of a phone that the township had shut out.
    TakenThoughRevoked = "taken_though_revoked", "手机已停用，却还收了它的记录", "the township had shut the phone out, and took a record of it all the same";
    /// The lines do not stand in their order, or one stands twice.
    OrderWrong = "order_wrong", "顺序不对或重复", "the lines are not in order, or one stands there twice";
    /// A receipt or a checkpoint that the server did not sign.
    ReceiptNotGenuine = "receipt_not_genuine", "回执不真", "the receipt was not signed by the server key, or was changed";
    /// A receipt that does not fit its record, the log, or another receipt.
    ReceiptDiffers = "receipt_differs", "回执对不上", "the receipt does not fit its record or the log";
    /// A record or photo without its receipt.
    ReceiptMissing = "receipt_missing", "没有回执", "there is no receipt for it";
    /// Numbers of a device stand neither as a record nor as a receipt.
    ChainGap = "chain_gap", "记录有缺号：还没收到，或者被拿掉了", "numbers are missing: not arrived yet, or left out";
    /// A record does not name the one before it.
    ChainBroken = "chain_broken", "记录链断了", "the record does not name the one before it";
    /// The device's last number is not the one the statement names.
    LastDiffers = "last_differs", "最后一条对不上：末尾的记录被拿掉或加上了", "the device's last number is not the signed one: the end was cut off or added to";
    /// The log's leaves do not give the root that was signed.
    LogDiffers = "log_differs", "日志的根对不上", "the log's leaves do not give the size and root that were signed";
    /// A record's salt and hash do not give its leaf.
    LeafDiffers = "leaf_differs", "记录不在日志里", "the record is not the log's leaf of this number";
    /// A checkpoint that the server did not sign.
    CheckpointNotGenuine = "checkpoint_not_genuine", "检查点不真", "the checkpoint was not signed by the server key, or was changed";
    /// A checkpoint or a record names a state that this log never had.
    CheckpointDiffers = "checkpoint_differs", "日志从没有过这个状态", "the log never stood so";
    /// A photo's bytes are not those of its name.
    PhotoChanged = "photo_changed", "照片被换过", "the photo is not the one its name says";
    /// A photo that no record names.
    PhotoUnnamed = "photo_unnamed", "没有记录提到这张照片", "no record names this photo";
    /// A visit is kept out of the coverage for a reason that does not hold.
    NotJudgedDiffers = "not_judged_differs", "“不判定”的理由不成立", "the visit is not judged for a reason that does not hold";
    /// The photos told of as not arrived are not those that records name and no receipt tells of.
    PhotosNotHereDiffer = "photos_not_here_differ", "没到的照片对不上", "the photos told of as not arrived are not those without a receipt";
    /// A photo that has a receipt and is not there.
    PhotoMissing = "photo_missing", "照片收到过，却不在包里", "the photo had arrived and is not in the pack";
    /// `inputs.json` does not read.
    InputsUnusable = "inputs_unusable", "inputs.json 不能用", "inputs.json is not what a pack has";
    /// `coverage.json` does not read.
    CoverageUnusable = "coverage_unusable", "coverage.json 不能用", "coverage.json is not what a pack has";
    /// A waiver, class, assignment, place or household that the township signed is not in the inputs.
    InputLeftOut = "input_left_out", "乡镇签过的没有算进去", "what the township signed is left out";
    /// A record of the township's own chain that must be in this pack is there as a receipt alone.
    RecordLeftOut = "record_left_out", "乡镇自己的记录只有回执，内容被拿掉了", "a record of the township's own is there as a receipt alone";
    /// A policy, waiver, place, class or assignment of the inputs is not what the township signed.
    InputNotRecorded = "input_not_recorded", "乡镇没有签过这一条", "no record of the township says this";
    /// Place, year, day or log differ from the statement.
    ScopeDiffers = "scope_differs", "范围、年份或日期不一致", "place, year, day or log are not those of pack.jws";
    /// A visit of the place and year is not in the coverage.
    VisitLeftOut = "visit_left_out", "这次走访没有算进去", "the visit is left out of coverage.json";
    /// The coverage names a visit that no record tells of.
    VisitUnknown = "visit_unknown", "没有这次走访的记录", "no record in the pack tells of this visit";
    /// What the coverage says of a visit is not what its record says.
    VisitDiffers = "visit_differs", "与走访记录不符", "the visit is not what its record says";
    /// The companions told of are not those who said so.
    CompanionDiffers = "companion_differs", "同行的人与本人说的不符", "the companions are not those who said so themselves";
    /// The verdict is not what the rules give.
    VerdictDiffers = "verdict_differs", "判定算出来不一样", "the rules give another verdict";
    /// The decision is not what the township signed.
    DecisionDiffers = "decision_differs", "审核结论与签名记录不符", "the decision is not the one the township signed";
    /// The coverage is not what the rules give.
    CoverageDiffers = "coverage_differs", "覆盖算出来不一样", "the rules give another coverage";
    /// The ledger is not what inputs and coverage give.
    LedgerDiffers = "ledger_differs", "台账与数据不符", "the ledger is not what the data give";
    /// The README's title or numbers are not those of the pack.
    ReadmeDiffers = "readme_differs", "README 里的数字不对", "the README's numbers are not those of the pack";
}

impl Code {
    /// Whether it can be about what nobody signs: the files beside `data/`, and files that are no part of the pack.
    fn may_be_beside(self) -> bool {
        matches!(
            self,
            Self::BagInfoDiffers
                | Self::FileUnsigned
                | Self::FileExtra
                | Self::FileMissing
                | Self::FileChanged
                | Self::BagDeclaration
                | Self::OxumDiffers
                | Self::BadPath
                | Self::TooLarge
                | Self::Unreadable
                | Self::OrderWrong
        )
    }
}

/// Declares the notes: word, Chinese, English.
macro_rules! notes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $zh:literal, $en:literal;)+) => {
        /// What is said and is no fault of the pack.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum NoteCode { $($(#[$doc])* $variant,)+ }
        impl NoteCode {
            /// Every note.
            pub const ALL: &'static [NoteCode] = &[$(NoteCode::$variant),+];
            /// The stable word.
            pub fn word(self) -> &'static str {
                match self { $(NoteCode::$variant => $word),+ }
            }
            fn text(self) -> (&'static str, &'static str) {
                match self { $(NoteCode::$variant => ($zh, $en)),+ }
            }
        }
    };
}

notes! {
    /// A file that a file manager or an office program left.
    Litter = "litter", "文件管理器或办公软件留下的，不是包的一部分，没有打开", "left by a file manager or an office program; no part of the pack, not opened";
    /// The pack lies below the path that was given.
    PackBelow = "pack_below", "核验的是里面的这个包", "this pack inside was verified";
    /// The README is worded as another version of ruhu words it.
    ReadmeWording = "readme_wording", "这是另一个版本写的说明：数字对过，文字只有服务器的签名", "another version worded it: its numbers were compared, its words rest on the server's signature";
    /// The pack does not hold every record of the township's own chain.
    DeskNotWhole = "desk_not_whole", "乡镇自己的记录不全在包里：结对、类别、位置只核对了包里有的", "not all of the township's own records are in this pack: assignments, classes and places were compared with those that are";
    /// Records of the year stand as receipts alone.
    AloneInYear = "alone_in_year", "本年收到、只有回执的手机记录：服务器说是范围外的，从包里看不出来", "records of phones received in the year and there as receipts alone: the server says they are outside the pack, which a pack cannot tell";
}

impl Serialize for NoteCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// One thing that is said and is no fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What.
    pub code: NoteCode,
    /// The file or folder.
    #[serde(rename = "where")]
    pub place: String,
    /// A sentence in Chinese and English.
    pub message: String,
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
    /// The file, and the line, device, number, household or visit in it.
    #[serde(rename = "where")]
    pub place: String,
    /// A sentence in Chinese and English, with the detail.
    pub message: String,
}

/// How many findings are listed; more are only counted, so that no pack fills the memory.
const MOST: usize = 1000;

/// Everything found so far.
#[derive(Debug, Default)]
pub struct Findings {
    /// The first so many.
    pub list: Vec<Finding>,
    /// How many more there were.
    pub more: u64,
    /// What is said and is no fault.
    pub notes: Vec<Note>,
    /// Something that is signed is not whole.
    signed_touched: bool,
}

impl Findings {
    /// Notes a finding.
    pub fn add(&mut self, code: Code, place: impl Into<String>) {
        self.push(code, place.into(), None);
    }
    /// Notes a finding with a detail.
    pub fn say(&mut self, code: Code, place: impl Into<String>, detail: impl std::fmt::Display) {
        self.push(code, place.into(), Some(detail.to_string()));
    }
    /// Says what is no fault.
    pub fn note(&mut self, code: NoteCode, place: impl Into<String>) {
        const MOST_NOTES: usize = 200;
        if self.notes.len() < MOST_NOTES {
            let (zh, en) = code.text();
            self.notes.push(Note {
                code,
                place: short(&place.into(), 300),
                message: format!("{zh} / {en}"),
            });
        }
    }
    /// Whether whatever was found is about what nobody signs.
    pub fn signed_is_whole(&self) -> bool {
        !self.signed_touched
    }
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
    fn push(&mut self, code: Code, place: String, detail: Option<String>) {
        self.signed_touched |= place.starts_with("data/") || !code.may_be_beside();
        if self.list.len() >= MOST {
            self.more = self.more.saturating_add(1);
            return;
        }
        let detail = detail
            .map(|detail| format!(" ({})", short(&detail, 300)))
            .unwrap_or_default();
        self.list.push(Finding {
            code,
            place: short(&place, 300),
            message: format!("{} / {}{detail}", code.zh(), code.en()),
        });
    }
}

/// The beginning of a text that is not trusted, without control characters.
fn short(text: &str, most: usize) -> String {
    let plain = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    plain.take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_there_once() {
        let words: BTreeSet<&str> = Code::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
    }

    #[test]
    fn every_code_is_in_the_record_format() {
        let docs = include_str!("../../../../docs/record.md");
        let words = Code::ALL.iter().map(|code| code.word());
        for word in words.chain(NoteCode::ALL.iter().map(|note| note.word())) {
            assert!(docs.contains(&format!("`{word}`")), "{word} is not in docs/record.md");
        }
    }

    #[test]
    fn findings_without_end_are_counted_and_not_kept() {
        let mut findings = Findings::default();
        for _ in 0..MOST + 5 {
            findings.add(Code::BadPath, "x".repeat(5000));
        }
        assert_eq!((findings.list.len(), findings.more), (MOST, 5));
        assert_eq!(findings.list[0].place.len(), 300);
    }
}
