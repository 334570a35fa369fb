//! `README.html`: what a pack is, what it proves and what not, how to check it. For an assessor who has nothing but it.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use ruhu_core::ids::{KeyId, RegionCode};
use ruhu_core::record::fingerprint_words;
use ruhu_core::time::{Day, Moment};

const STYLE: &str = "body{font-family:'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC',system-ui,sans-serif;\
background:#F7F5F0;color:#1D2321;max-width:46em;margin:2em auto;padding:0 1em;line-height:1.6}\
h1{font-size:1.6em}h2{font-size:1.15em;margin-top:1.6em}.en{color:#56605C}\
.demo{background:#FBEBCB;color:#9A5B00;padding:.6em 1em;border-radius:8px;font-weight:700}\
.key{background:#E3EFEA;padding:.6em 1em;border-radius:8px;overflow-wrap:anywhere}\
table{border-collapse:collapse}td,th{border:1px solid #DDD8CC;padding:.3em .8em;text-align:left}code{overflow-wrap:anywhere}";

/// What a pack proves, and what not: said here and by `verify`, in the same words.
pub(super) const PROVES_ZH: &str =
    "能证明：这部手机当时签下了这条记录，此后没有改过、没有漏过。不能证明：照片里就是它说的那样。";
pub(super) const PROVES_EN: &str = "It proves: this phone signed this then, and nothing was changed or left out since. \
It does not prove: that a picture shows what it says.";

/// What no check of a pack can see while the server's own key is in the wrong hands: said here, by `verify` and in
/// docs/record.md.
pub(super) const UNSEEN_ZH: &str = "谁拿到服务器的密钥，就能编造一部手机和它的记录，能说某户已依法删除，\
能把包外的记录只列回执：这些从包里看不出来，要拿乡镇自己的服务器、手机上的回执和检查点来对照。";
pub(super) const UNSEEN_EN: &str = "Whoever holds the server's key can invent a phone with its records, claim a lawful \
erasure, or show a record as a receipt alone: a pack cannot tell. Compare it with the township's own server and with the \
receipts and checkpoints that phones keep.";

/// What the page says: `verify` makes it again from what it checked.
pub(super) struct Page<'a> {
    /// The township's name, one line.
    pub township: &'a str,
    pub scope: &'a RegionCode,
    pub year: i32,
    pub on: Day,
    pub made: Moment,
    pub simulated: bool,
    /// ID numbers and telephones are in the pack.
    pub full: bool,
    /// The server's key.
    pub server: &'a KeyId,
    pub households: u64,
    pub visits: u64,
    pub records: u64,
    pub receipts: u64,
    pub photos: u64,
    pub photos_not_here: u64,
}

/// The page's title.
pub(super) fn title_of(township: &str, year: i32) -> String {
    let title = format!("{township} {year}{TITLE_END}");
    html! { (title) }.into_string()
}

const TITLE_END: &str = " 入户走访佐证包";

/// The township's name in a page's title.
pub(super) fn township_of(page: &str, year: i32) -> Option<String> {
    let title = page.split_once("<h1>")?.1.split_once("</h1>")?.0;
    let name = title.strip_suffix(&format!(" {year}{TITLE_END}"))?;
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    Some(
        plain
            .iter()
            .fold(name.to_owned(), |name, (escaped, c)| name.replace(escaped, c)),
    )
}

impl Page<'_> {
    /// What the page tells in its first table, by the heads of the rows.
    pub fn told(&self) -> Vec<(&'static str, String)> {
        vec![
            ("范围 Place", self.scope.to_string()),
            ("截至 As of", self.on.to_string()),
            ("导出时间 Made", self.made.to_string()),
            ("农户 households", self.households.to_string()),
            ("走访 visits", self.visits.to_string()),
            ("记录 records", self.records.to_string()),
            ("回执 receipts", self.receipts.to_string()),
            ("照片 photos", self.photos.to_string()),
            ("还没收到的照片 photos not arrived", self.photos_not_here.to_string()),
        ]
    }

    /// The page.
    pub fn html(&self) -> String {
        let words = fingerprint_words(self.server).join(" ");
        let title = format!("{} {}{TITLE_END}", self.township, self.year);
        let page: Markup = html! {
            (DOCTYPE)
            html lang="zh-CN" {
                head { meta charset="utf-8"; title { (title) } style { (PreEscaped(STYLE)) } }
                body {
                    h1 { (title) }
                    p.en { "Evidence pack of home visits: " (self.township) ", " (self.year) }
                    @if self.simulated {
                        p.demo { "演示：时钟和定位是模拟的，不能作为佐证。 Demo: clocks and positions are simulated; this is no evidence." }
                    }
                    @if self.full {
                        p.demo { "含身份证号和电话：只给有权看的人，用完删除。 ID numbers and telephones are in it: for those alone who may see them." }
                    }
                    table {
                        @for (head, value) in self.told() { tr { th { (head) } td { (value) } } }
                    }
                    h2 { "能证明什么 / What it proves" }
                    p { (PROVES_ZH) }
                    p.en { (PROVES_EN) }
                    p { (UNSEEN_ZH) }
                    p.en { (UNSEEN_EN) }
                    h2 { "怎么核验 / How to check it" }
                    p { "不用联网，不用相信我们：" code { "ruhu verify 这个包 --server-key 指纹" } "。指纹请与乡镇张贴的对照，六个词一眼能比：" }
                    p.key { strong { (words) } br; code { (self.server) } }
                    p.en {
                        "Offline, without trusting us: " code { "ruhu verify PACK --server-key FINGERPRINT" }
                        ". Compare the fingerprint with the one the township has printed; six words compare at a glance. \
                         Without that comparison a pack is consistent, whoever made it."
                    }
                    p.en {
                        "Other people's tools check it too: any BagIt 1.0 library checks the files; any JOSE library checks each line of "
                        code { "records.jwsl" } " (ES256), " code { "receipts.jwsl" } ", " code { "checkpoints.jwsl" } " and "
                        code { "pack.jws" } " (EdDSA) by " code { "keys.jwks" } "."
                    }
                    h2 { "什么签了名 / What is signed" }
                    p { "手机签每条记录，乡镇签结对、类别、位置、规则、豁免和结论，服务器签回执、日志和 " code { "data/" } " 里每个文件的内容。旁边的 "
                        code { "bag-info.txt" } " 和两张清单没有签名：" code { "ruhu verify" } " 拿它们和签了名的对照，还把台账和本页的数字重新算一遍。" }
                    p.en {
                        "Phones sign each record; the township signs assignments, classes, places, policies, waivers and decisions; the server signs \
                         receipts, the log, and the hash of every file in " code { "data/" } ". " code { "bag-info.txt" } " and the two manifests are not \
                         signed: " code { "ruhu verify" } " holds them against what is, and works the ledger and this page's numbers out again."
                    }
                    h2 { "里面有什么 / What is in it" }
                    table {
                        @if self.full {
                            tr { td { code { "people.json" } } td { "身份证号和电话" br; span.en { "ID numbers and telephones" } } }
                        }
                        @for (file, zh, en) in FILES { tr { td { code { (file) } } td { (zh) br; span.en { (en) } } } }
                    }
                }
            }
        };
        page.into_string()
    }
}

const FILES: [(&str, &str, &str); 10] = [
    ("ledger.xlsx", "台账，一村一张表", "the ledger, a sheet a village"),
    (
        "coverage.json",
        "每户走访够不够，每次走访算不算、为什么",
        "every household's coverage, every visit's verdict and reasons",
    ),
    (
        "inputs.json",
        "判定和覆盖依据的结对、位置、豁免、规则",
        "assignments, places, waivers and policies they are worked out from",
    ),
    (
        "records.jwsl",
        "手机和乡镇签名的原始记录，一行一条",
        "records as phones and township signed them, one a line",
    ),
    (
        "receipts.jwsl",
        "服务器的回执；本包范围外的记录只有回执",
        "the server's receipts; alone for records outside this pack",
    ),
    ("log.jsonl", "乡镇日志的全部叶子", "every leaf of the township's log"),
    ("checkpoints.jwsl", "日志在各时刻的签名", "the log's signed states"),
    ("keys.jwks", "公钥", "the public keys"),
    (
        "photos/",
        "照片，以内容的 SHA-256 命名",
        "photos, named by the SHA-256 of their bytes",
    ),
    (
        "pack.jws",
        "服务器对以上全部文件的签名",
        "the server's signature over all of this",
    ),
];
