//! The real rosters to the last count, and the files that are none.

use super::*;
use crate::town::villages::{self, VillageList};
use ruhu_core::domain::Class;
use ruhu_core::time::Day;

use proptest::prelude::*;
use std::io::Write;

pub const HAOPING: &[u8] = include_bytes!("../../../../tests/data/rosters/haoping-roster.xlsx");
const HUISHUI: &[u8] = include_bytes!("../../../../tests/data/rosters/huishui-roster-gbk.csv");
const ZIYANG: &[u8] = include_bytes!("../../../../tests/data/rosters/ziyang-villages.csv");
const HEADER: &str =
    "行政村,户编号,户主姓名,户主证件号码,户类型,帮扶责任人姓名,帮扶责任人单位,帮扶责任人联系电话,帮扶开始时间";

pub fn no_list() -> VillageList {
    VillageList::default()
}
pub fn day(text: &str) -> Day {
    text.parse().expect("a good day")
}
pub fn codes(findings: &[Finding]) -> Vec<(u32, &'static str)> {
    findings.iter().map(|f| (f.row, f.code.word())).collect()
}
pub fn csv(rows: &str) -> Roster {
    read(format!("{HEADER}\n{rows}").as_bytes(), &no_list(), None).expect("a roster")
}
pub fn row(number: &str, cadre: &str) -> String {
    format!("街道社区,{number},甲,11010519491231002X,脱贫户,{cadre},2021-06-01\n")
}
fn mended(roster: &Roster) -> Vec<(&'static str, usize)> {
    roster.mended.0.iter().map(|(k, n)| (k.word(), *n)).collect()
}

#[test]
fn the_real_xlsx_of_haoping_is_read_to_the_last_count() {
    let roster = read(HAOPING, &no_list(), None).expect("the real roster");
    assert_eq!(
        (roster.rows, roster.households.len(), roster.cadres.len()),
        (569, 568, 45)
    );
    assert_eq!(roster.township.as_str(), "610924101");
    assert_eq!(codes(&roster.refused), [(529, "household_number_missing")]);
    assert_eq!(roster.refused[0].column, "户编号");
    let expected: Vec<(u32, &str)> = [41, 138, 210, 225, 375, 398].map(|row| (row, "id_check_digit")).into();
    let (from_numbers, ids): (Vec<_>, Vec<_>) = codes(&roster.warnings)
        .into_iter()
        .partition(|w| w.1 != "id_check_digit");
    assert_eq!((ids, from_numbers), (expected, vec![(3, "village_codes_from_numbers")]));
    assert_eq!(
        mended(&roster),
        [
            ("coordinates_swapped", 1),
            ("date_style", 452),
            ("full_width", 11),
            ("number_with_unit", 6),
            ("spaces", 18)
        ]
    );
    let first = &roster.households[0];
    assert_eq!(
        (first.row, first.head.as_str(), first.people, first.class),
        (4, "张德", Some(3), Some(Class::Sudden))
    );
    assert_eq!(
        (first.village.as_str(), first.village_name.as_str(), first.start),
        ("610924101001", "街道社区", Some(day("2023-01-01")))
    );
    assert!(
        roster
            .households
            .iter()
            .filter_map(|h| h.place)
            .all(|p| p.lat < 54.0 && p.lon > 73.0)
    );
    assert!(
        roster
            .households
            .iter()
            .all(|h| h.class.is_some() && h.start.is_some() && h.people.is_some())
    );
}

#[test]
fn the_real_gb18030_csv_of_huishui_is_read_to_the_last_count() {
    let list = villages::read(ZIYANG).expect("the real list");
    let roster = read(HUISHUI, &list, None).expect("the real roster");
    assert_eq!(
        (roster.rows, roster.households.len(), roster.cadres.len()),
        (242, 242, 45)
    );
    assert_eq!(
        (roster.township.as_str(), roster.township_name.as_str()),
        ("610924106", "洄水镇")
    );
    assert_eq!((codes(&roster.warnings), codes(&roster.refused)), (vec![], vec![]));
    assert_eq!(mended(&roster), [("date_style", 202)]);
    let last = roster.households.last().expect("242 households");
    assert_eq!(
        (last.row, last.household.as_str(), last.village_name.as_str()),
        (243, "61092410621200242", "端垭村")
    );
}

#[test]
fn the_same_text_reads_alike_in_every_encoding_and_with_every_separator() {
    let (text, _) = encoding_rs::GB18030.decode_without_bom_handling(HUISHUI);
    let plain = read(text.as_bytes(), &no_list(), None).expect("UTF-8").households;
    let marked = read(format!("\u{FEFF}{text}").as_bytes(), &no_list(), None)
        .expect("UTF-8 with a mark")
        .households;
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let tabs = read(text.replace(',', "\t").as_bytes(), &no_list(), None)
        .expect("tabs")
        .households;
    let semicolons = read(text.replace(',', ";").as_bytes(), &no_list(), None)
        .expect("semicolons")
        .households;
    assert_eq!(read(HUISHUI, &no_list(), None).expect("GB18030").households, plain);
    assert_eq!(
        (marked, tabs, semicolons),
        (plain.clone(), plain.clone(), plain.clone())
    );
    assert_eq!(read(&wide, &no_list(), None).expect("UTF-16").households, plain);
}

#[test]
fn a_csv_row_is_named_by_the_line_on_which_it_starts() {
    let roster = csv(&format!(
        "\n{}\"街道\n社区\",61092410100100002,乙,,脱贫户,王,局,1390,2021-06-01\n\n合计,,2,,,,,,\n街道社区,,丙,,脱贫户,王,局,1390,2021-06-01\n",
        row("61092410100100001", "王,局,1390")
    ));
    assert_eq!(roster.households.iter().map(|h| h.row).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(
        (roster.rows, codes(&roster.refused)),
        (3, vec![(8, "household_number_missing")])
    );
}

#[test]
fn a_merged_village_holds_for_all_its_rows_and_a_remark_never_hides_a_household() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let titles = [
        "行政村",
        "户编号",
        "户主姓名",
        "帮扶责任人姓名",
        "帮扶责任人联系电话",
        "备注",
    ];
    let rows: [[&str; 6]; 5] = [
        titles,
        ["", "61092410100100001", "甲", "王", "1", ""],
        ["", "61092410100100002", "乙", "王", "1", ""],
        ["", "", "丙", "王", "1", "备注: 年底合计"],
        ["", "合计", "", "", "", ""],
    ];
    for (row, cells) in (0u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    let plain = rust_xlsxwriter::Format::new();
    sheet
        .merge_range(1, 0, 3, 0, "街道社区", &plain)
        .expect("a merged cell");
    let bytes = book.save_to_buffer().expect("memory");
    let roster = read(&bytes, &no_list(), None).expect("a roster");
    assert_eq!((roster.rows, roster.households.len()), (3, 2));
    assert!(roster.households.iter().all(|h| h.village_name == "街道社区"));
    assert_eq!(codes(&roster.refused), [(4, "household_number_missing")]);
}

#[test]
fn only_number_name_village_and_cadre_refuse_a_row() {
    let roster = csv("街道社区,61092410100100001,,x,脱贫户,王,局,1,2021-06-01
,61092410100100002,甲,x,脱贫户,王,局,1,2021-06-01
街道社区,61092410100100003,甲,x,脱贫户,,局,1,2021-06-01
街道社区,6.10924E+16,甲,x,脱贫户,王,局,1,2021-06-01
街道社区,61092410100100005,甲,110105491231002,监测对象,王,局,1,待定
街道社区,61092410100100005,乙,11010519491231002X,脱贫户,王,局,1,2021-06-01
");
    assert_eq!(
        codes(&roster.refused),
        [
            (2, "name_missing"),
            (3, "village_missing"),
            (4, "cadre_missing"),
            (5, "household_number_rounded"),
            (7, "household_number_twice")
        ]
    );
    let warned: Vec<_> = codes(&roster.warnings).into_iter().filter(|w| w.0 == 6).collect();
    assert_eq!(
        warned,
        [(6, "id_check_digit"), (6, "class_unknown"), (6, "start_unreadable")]
    );
    assert_eq!((roster.rows, roster.households.len()), (6, 1));
}

#[test]
fn an_unusable_file_says_what_it_is() {
    let error = |bytes: &[u8]| read(bytes, &no_list(), None).err();
    assert_eq!(error(b""), Some(RosterError::Empty));
    assert_eq!(error(b" \r\n,,\r\n"), Some(RosterError::Empty));
    assert!(matches!(
        error(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        Some(RosterError::Damaged { .. })
    ));
    assert_eq!(
        error(b"%PDF-1.7 x"),
        Some(RosterError::NotASpreadsheet { looks: "PDF" })
    );
    assert!(matches!(error(b"PK\x03\x04 broken"), Some(RosterError::Damaged { .. })));
    assert!(matches!(error(ZIYANG), Some(RosterError::WrongSheet { .. })));
    assert!(matches!(error(HEADER.as_bytes()), Some(RosterError::NoRows { .. })));
    assert_eq!(
        error(&zip_of(&[("word/document.xml", 10)])),
        Some(RosterError::NotASpreadsheet { looks: "Word" })
    );
    assert!(matches!(
        error(&HAOPING[..HAOPING.len() / 2]),
        Some(RosterError::Damaged { .. })
    ));
}

fn zip_of(entries: &[(&str, usize)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, size) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("a new entry");
        std::io::copy(
            &mut std::io::Read::take(std::io::repeat(b' '), u64::try_from(*size).expect("fits")),
            &mut zip,
        )
        .expect("memory");
    }
    zip.flush().expect("memory");
    zip.finish().expect("memory").into_inner()
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_parsed() {
    let bomb = zip_of(&[("xl/workbook.xml", 1_000), ("xl/worksheets/sheet1.xml", 90 << 20)]);
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(read(&bomb, &no_list(), None), Err(RosterError::Swells { .. })));
}

#[test]
fn several_townships_ask_for_one_and_one_can_be_chosen() {
    let rows = format!(
        "{HEADER}\n{}{}",
        row("61092410100100001", "王,局,1"),
        row("61092410600100001", "王,局,1")
    );
    let township: RegionCode = "610924106".parse().expect("nine digits");
    let read_as = |t: Option<&RegionCode>| read(rows.as_bytes(), &no_list(), t);
    assert!(matches!(read_as(None), Err(RosterError::SeveralTownships { .. })));
    let chosen = read_as(Some(&township)).expect("one township");
    assert_eq!(
        (chosen.rows, chosen.households.len(), chosen.township),
        (2, 1, township)
    );
    assert!(codes(&chosen.warnings).contains(&(2, "other_township")));
    let other: RegionCode = "610924999".parse().expect("nine digits");
    assert!(matches!(
        read_as(Some(&other)),
        Err(RosterError::NotThisTownship { .. })
    ));
}

proptest! {
    #[test]
    fn no_byte_soup_panics(soup in proptest::collection::vec(any::<u8>(), 0..400), start in 0usize..5) {
        let head: &[u8] = [&b""[..], b"PK\x03\x04", b"\xEF\xBB\xBF", HEADER.as_bytes(), b"\xFF\xFE"][start];
        let _ = read(&[head, &soup].concat(), &no_list(), None);
    }

    #[test]
    fn no_row_of_odd_cells_panics(cells in proptest::collection::vec("[ -~０-９年月日.,;\"\n\t=一-龥E+-]{0,14}", 9..40)) {
        let _ = read(format!("{HEADER}\n{}", cells.join(",")).as_bytes(), &no_list(), None);
    }

    #[test]
    fn a_workbook_with_a_flipped_byte_never_panics(at in 0..HAOPING.len(), bits in 1u8..) {
        let mut bytes = HAOPING.to_vec();
        bytes[at] ^= bits;
        let _ = read(&bytes, &no_list(), None);
    }
}
