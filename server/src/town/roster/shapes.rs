//! Workbooks as people really make them: old formats, merged and doubled headers, filters left on, formulas, more rows of
//! nothing than of households.

use super::*;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

const HAOPING: &[u8] = include_bytes!("../../../../tests/data/rosters/haoping-roster.xlsx");
const HAOPING_XLS: &[u8] = include_bytes!("../../../../tests/data/rosters/haoping-first-40-rows.xls");
const ENCRYPTED: &[u8] = include_bytes!("../../../../tests/data/rosters/encrypted.xlsx");
const TITLES: [&str; 8] = [
    "行政村",
    "户编号",
    "户主姓名",
    "户类型",
    "帮扶责任人姓名",
    "帮扶责任人单位",
    "帮扶责任人联系电话",
    "帮扶开始时间",
];

fn no_list() -> VillageList {
    VillageList::default()
}

fn number(n: u32) -> String {
    format!("610924101001{n:05}")
}

fn household(sheet: &mut Worksheet, row: u32, n: u32) {
    let cells = [
        "街道社区",
        &number(n),
        "甲",
        "脱贫户",
        "乙",
        "局",
        "13800000000",
        "2021-06-01",
    ];
    for (column, text) in (0u16..).zip(cells) {
        sheet.write_string(row, column, text).expect("a cell");
    }
}

fn header(sheet: &mut Worksheet, row: u32) {
    for (column, text) in (0u16..).zip(TITLES) {
        sheet.write_string(row, column, text).expect("a cell");
    }
}

fn saved(mut book: Workbook) -> Vec<u8> {
    book.save_to_buffer().expect("a workbook")
}

fn numbers(roster: &Roster) -> Vec<(u32, &str)> {
    roster
        .households
        .iter()
        .map(|h| (h.row, h.household.as_str()))
        .collect()
}

#[test]
fn an_xls_of_excel_97_reads_as_the_same_rows_in_xlsx() {
    let old = read(HAOPING_XLS, &no_list(), None).expect("an old workbook");
    let new = read(HAOPING, &no_list(), None).expect("a workbook");
    let in_both = new.households.iter().filter(|h| h.row <= 40).cloned();
    let name = |roster: &Roster, h: &RosterHousehold| roster.cadres[h.cadre].clone();
    let old_rows: Vec<_> = old
        .households
        .iter()
        .map(|h| (name(&old, h), RosterHousehold { cadre: 0, ..h.clone() }))
        .collect();
    let new_rows: Vec<_> = in_both
        .map(|h| (name(&new, &h), RosterHousehold { cadre: 0, ..h }))
        .collect();
    assert!(old_rows.len() > 30);
    assert_eq!(old_rows, new_rows);
}

#[test]
fn a_workbook_under_a_password_and_other_old_office_files_are_told_apart() {
    assert_eq!(read(ENCRYPTED, &no_list(), None).err(), Some(RosterError::Encrypted));
    let mut word = HAOPING_XLS.to_vec();
    let wide: Vec<u8> = "Workbook".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let at = word
        .windows(wide.len())
        .position(|w| w == wide)
        .expect("its stream has a name");
    word[at] = b'X';
    assert!(matches!(
        read(&word, &no_list(), None),
        Err(RosterError::NotASpreadsheet { .. })
    ));
}

#[test]
fn merged_groups_over_a_second_header_row_are_one_header() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 7, "蒿坪镇帮扶花名册", &plain)
        .expect("a title");
    for (column, title) in [(0, "行政村"), (1, "户编号"), (3, "户类型"), (7, "帮扶开始时间")] {
        sheet
            .merge_range(1, column, 2, column, title, &plain)
            .expect("merged downwards");
    }
    sheet.write_string(1, 2, "户主").expect("a cell");
    sheet.write_string(2, 2, "姓名").expect("a cell");
    sheet
        .merge_range(1, 4, 1, 6, "帮扶责任人", &plain)
        .expect("merged across");
    for (column, title) in [(4, "姓名"), (5, "单位"), (6, "联系电话")] {
        sheet.write_string(2, column, title).expect("a cell");
    }
    household(sheet, 3, 1);
    household(sheet, 4, 2);
    let roster = read(&saved(book), &no_list(), None).expect("a roster");
    assert_eq!(numbers(&roster), [(4, number(1).as_str()), (5, number(2).as_str())]);
    assert_eq!(
        roster.cadres,
        [RosterCadre {
            name: "乙".into(),
            unit: "局".into(),
            phone: "13800000000".into()
        }]
    );
    assert_eq!(roster.refused, []);
}

#[test]
fn rows_hidden_by_a_filter_are_households_all_the_same() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet, 0);
    for n in 1..=6 {
        household(sheet, n, n);
    }
    sheet
        .set_row_hidden(2)
        .expect("hides")
        .set_row_hidden(5)
        .expect("hides");
    sheet.autofilter(0, 0, 6, 7).expect("a filter");
    let roster = read(&saved(book), &no_list(), None).expect("a roster");
    assert_eq!(roster.households.len(), 6);
}

#[test]
fn the_sheet_with_the_roster_is_found_and_a_second_roster_is_told_of() {
    let mut book = Workbook::new();
    let cover = book.add_worksheet();
    cover.set_name("说明").expect("a name");
    cover.write_string(0, 0, "填表说明:每户一行").expect("a cell");
    let first = book.add_worksheet();
    first.set_name("花名册").expect("a name");
    header(first, 0);
    household(first, 1, 1);
    let second = book.add_worksheet();
    second.set_name("去年").expect("a name");
    header(second, 0);
    household(second, 1, 2);
    let roster = read(&saved(book), &no_list(), None).expect("a roster");
    assert_eq!(numbers(&roster), [(2, number(1).as_str())]);
    let left_out: Vec<_> = roster
        .warnings
        .iter()
        .filter(|w| w.code == Code::SheetLeftOut)
        .collect();
    assert_eq!(left_out.len(), 1);
    assert_eq!(left_out[0].column, "去年");
}

#[test]
fn a_formula_is_what_it_came_to() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet, 0);
    household(sheet, 1, 1);
    household(sheet, 2, 2);
    sheet
        .write_formula(2, 0, Formula::new("=A2").set_result("街道社区"))
        .expect("a formula");
    let broken = Formula::new("=VLOOKUP(1,A1:A2,2,0)").set_result("#N/A");
    sheet.write_formula(2, 5, broken).expect("a formula");
    let roster = read(&saved(book), &no_list(), None).expect("a roster");
    assert_eq!(numbers(&roster), [(2, number(1).as_str()), (3, number(2).as_str())]);
    assert_eq!(roster.households[1].village_name, "街道社区");
    assert_eq!(
        roster.cadres.iter().map(|c| c.unit.as_str()).collect::<Vec<_>>(),
        ["局"],
        "#N/A is nothing"
    );
}

#[test]
fn codes_kept_as_numbers_are_refused_for_a_household_and_warned_of_for_an_id() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet, 0);
    sheet.write_string(0, 8, "户主证件号码").expect("a title");
    household(sheet, 1, 1);
    sheet.write_number(1, 8, 110_105_194_912_310_020.0).expect("a number");
    household(sheet, 2, 2);
    sheet.write_number(2, 1, 61_092_410_100_100_002.0).expect("17 digits");
    household(sheet, 3, 3);
    sheet.write_number(3, 1, 610_924_101_001_000_300.0).expect("18 digits");
    let roster = read(&saved(book), &no_list(), None).expect("a roster");
    let told = |findings: &[Finding]| findings.iter().map(|f| (f.row, f.code)).collect::<Vec<_>>();
    assert_eq!(
        told(&roster.refused),
        [(3, Code::HouseholdNumberRounded), (4, Code::HouseholdNumberRounded)]
    );
    let ids: Vec<_> = told(&roster.warnings)
        .into_iter()
        .filter(|(_, c)| *c == Code::IdNumberRounded)
        .collect();
    assert_eq!(ids, [(2, Code::IdNumberRounded)]);
    assert_eq!(roster.households[0].id_number, "");
}

#[test]
fn two_hundred_thousand_rows_of_nothing_are_nothing() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    header(sheet, 0);
    household(sheet, 1, 1);
    let coloured = Format::new().set_background_color("#EEEEEE");
    for row in 2..200_000 {
        sheet.write_blank(row, 0, &coloured).expect("nothing");
    }
    household(sheet, 200_000, 2);
    sheet
        .write_string(1_048_575, 16_383, " ")
        .expect("a stray blank in the last cell there is");
    let roster = read(&saved(book), &no_list(), None).expect("a roster");
    assert_eq!(
        numbers(&roster),
        [(2, number(1).as_str()), (200_001, number(2).as_str())]
    );
    assert_eq!(roster.rows, 2);
}

#[test]
fn a_flipped_byte_in_an_old_workbook_never_panics() {
    for at in (0..HAOPING_XLS.len()).step_by(37) {
        let mut bytes = HAOPING_XLS.to_vec();
        bytes[at] ^= 0x41;
        // Whatever comes of it: an answer, not an end.
        drop(read(&bytes, &no_list(), None));
    }
}

#[test]
fn a_cell_past_the_last_column_of_an_old_workbook_is_refused_before_it_takes_memory() {
    let mut bytes = HAOPING_XLS.to_vec();
    // A shared text's record: kind, length, row, column.
    let record = [0xFD, 0x00, 0x0A, 0x00];
    let at = bytes.windows(4).position(|window| window == record).expect("a text");
    bytes[at + 6..at + 8].copy_from_slice(&u16::MAX.to_le_bytes());
    assert!(
        matches!(read(&bytes, &no_list(), None), Err(RosterError::Damaged { detail }) if detail.contains("column"))
    );
}
