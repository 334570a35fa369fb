//! `README.html`: what a pack is, what it proves and what not, how to check it. For an assessor who has nothing but it.

use super::covered::Covered;
use super::export::{Order, Personal};
use super::place::Place;
use super::records::Wrote;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use ruhu_core::ids::KeyId;
use ruhu_core::record::fingerprint_words;

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

/// The page.
pub(super) fn page(place: &Place, server: &KeyId, wrote: &Wrote, covered: &Covered, order: &Order<'_>) -> String {
    let words = fingerprint_words(server).join(" ");
    let title = format!("{} {} 入户走访佐证包", place.township.name, place.year);
    let rows: [(&str, &str, u64); 6] = [
        ("农户", "households", covered.households),
        ("走访", "visits", covered.visits),
        ("记录", "records", wrote.records),
        ("回执", "receipts", wrote.receipts),
        ("照片", "photos", u64::try_from(wrote.arrived.len()).unwrap_or(u64::MAX)),
        ("还没收到的照片", "photos not arrived", covered.photos_not_here),
    ];
    let page: Markup = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head { meta charset="utf-8"; title { (title) } style { (PreEscaped(STYLE)) } }
            body {
                h1 { (title) }
                p.en { "Evidence pack of home visits: " (place.township.name) ", " (place.year) }
                @if order.simulated {
                    p.demo { "演示：时钟和定位是模拟的，不能作为佐证。 Demo: clocks and positions are simulated; this is no evidence." }
                }
                @if order.personal == Personal::Full {
                    p.demo { "含身份证号和电话：只给有权看的人，用完删除。 ID numbers and telephones are in it: for those alone who may see them." }
                }
                table {
                    tr { th { "范围 Place" } td { (place.scope) } }
                    tr { th { "截至 As of" } td { (place.on) } }
                    tr { th { "导出时间 Made" } td { (place.made) } }
                    @for (zh, en, number) in rows { tr { th { (zh) " " (en) } td { (number) } } }
                }
                h2 { "能证明什么 / What it proves" }
                p { (PROVES_ZH) }
                p.en { (PROVES_EN) }
                h2 { "怎么核验 / How to check it" }
                p { "不用联网，不用相信我们：" code { "ruhu verify 这个包 --server-key 指纹" } "。指纹请与乡镇张贴的对照，六个词一眼能比：" }
                p.key { strong { (words) } br; code { (server) } }
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
                h2 { "里面有什么 / What is in it" }
                table {
                    @if order.personal == Personal::Full {
                        tr { td { code { "people.json" } } td { "身份证号和电话" br; span.en { "ID numbers and telephones" } } }
                    }
                    @for (file, zh, en) in FILES { tr { td { code { (file) } } td { (zh) br; span.en { (en) } } } }
                }
            }
        }
    };
    page.into_string()
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
