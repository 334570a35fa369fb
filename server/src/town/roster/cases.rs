//! Lists that went wrong in the field, and what is right for each: other spellings, invisible marks, merged blocks, hidden
//! sheets, members' rows, lost bytes.

use super::diff::{Occasion, diff};
use super::tests::{codes, csv, day, no_list, row};
use super::*;
use crate::store::RosterNow;
use crate::town::villages;
use ruhu_core::domain::Cadre;
use ruhu_core::ids::{CadreId, Sha256};

const ODD: [&[u8]; 2] = [
    include_bytes!("../../../../tests/data/rosters/odd-sheets.xlsx"),
    include_bytes!("../../../../tests/data/rosters/odd-sheets.xls"),
];
const HIDDEN: [&[u8]; 2] = [
    include_bytes!("../../../../tests/data/rosters/hidden-sheets.xlsx"),
    include_bytes!("../../../../tests/data/rosters/hidden-sheets.xls"),
];
const HOME: &str = "61092410100100001";

fn mended(roster: &Roster, word: &str) -> usize {
    let found = roster.mended.0.iter().find(|(kind, _)| kind.word() == word);
    found.map_or(0, |(_, count)| *count)
}
fn text(body: &str) -> Result<Roster, RosterError> {
    read(body.as_bytes(), &no_list(), None)
}
/// The township after a first import, with the cadres that it made.
fn known(roster: &Roster) -> RosterNow {
    let mut now = RosterNow::default();
    let first = compare(roster, &now);
    now.cadres = first.plan.cadres.iter().map(|plan| plan.cadre.clone()).collect();
    now.households = first
        .plan
        .households
        .iter()
        .map(|plan| crate::store::RosterHousehold {
            household: plan.household.clone(),
            village: plan.village.clone(),
            entered: plan.entered,
            left: None,
            person: plan.person.clone(),
            classes: plan.classes.clone(),
            assignments: plan.assignments.clone(),
            places: Vec::new(),
        })
        .collect();
    now
}
fn compare(roster: &Roster, now: &RosterNow) -> super::diff::Diff {
    let mut last = u8::try_from(now.cadres.len()).expect("few cadres");
    let mut new_id = || {
        last += 1;
        CadreId::from_bytes([last; 16])
    };
    let occasion = Occasion {
        effective: day("2026-11-24"),
        file: Sha256([0; 32]),
        known_villages: &[],
    };
    diff(roster, now, &occasion, &mut new_id)
}
fn named(cadre: &str) -> Roster {
    csv(&row(HOME, cadre))
}

#[test]
fn a_workbook_with_every_oddity_reads_the_same_in_both_formats() {
    for bytes in ODD {
        let roster = read(bytes, &no_list(), None).expect("a roster");
        assert_eq!((roster.rows, codes(&roster.refused)), (4, vec![]));
        let villages: Vec<&str> = roster.households.iter().map(|h| h.village_name.as_str()).collect();
        assert_eq!(villages, ["街道社区"; 4]);
        assert_eq!(
            roster.cadres,
            [RosterCadre {
                name: "王试一".into(),
                unit: "县试验局".into(),
                phone: "13800000001".into()
            }]
        );
        assert_eq!(
            (mended(&roster, "invisible_marks"), mended(&roster, "telephone_style")),
            (2, 1)
        );
        let told: Vec<(&str, &str)> = roster
            .warnings
            .iter()
            .map(|w| (w.code.word(), w.column.as_str()))
            .collect();
        assert!(told.contains(&("rows_hidden", "户编号")), "{told:?}");
        assert!(told.contains(&("column_hidden", "帮扶责任人单位")), "{told:?}");
        assert!(told.contains(&("hidden_sheet_left_out", "2025年")), "{told:?}");
    }
}

#[test]
fn a_hidden_sheet_is_read_only_when_it_is_asked_for() {
    for bytes in HIDDEN {
        let refused = read(bytes, &no_list(), None).err();
        assert!(
            matches!(&refused, Some(RosterError::HiddenSheet { hidden, visible, .. }) if hidden == "2025年" && visible == "2026年"),
            "{refused:?}"
        );
        let words = refused.map(|error| error.to_string()).unwrap_or_default();
        assert!(words.contains("--sheet \"2025年\""), "{words}");
        let asked = read_sheet(bytes, &no_list(), None, Some("2025年")).expect("asked for");
        assert_eq!(asked.cadres[0].name, "赵旧人");
        assert!(matches!(
            read_sheet(bytes, &no_list(), None, Some("2024年")),
            Err(RosterError::NoSuchSheet { there, .. }) if there.contains("2025年")
        ));
    }
}

#[test]
fn another_spelling_of_a_name_is_the_same_person_and_changes_nothing() {
    for (first, again) in [
        ("李\u{E863},局,13800000011", "李\u{4DAE},局,13800000011"),
        ("李\u{4DAE},局,13800000011", "李\u{E863},局,13800000011"),
        ("阿试·买测,局,13800000012", "阿试•买测,局,13800000012"),
        ("阿试·买测,局,13800000012", "阿试．买测,局,13800000012"),
        ("阿试·买测,局,", "阿试・买测,局,"),
        ("\u{F9E1}试,局,13800000013", "李试,局,13800000013"),
        ("王\u{2F830}试,局,13800000014", "王卽试,局,13800000014"),
        ("葛\u{E0100}试,局,13800000015", "葛试,局,13800000015"),
        ("⼤试,局,13800000016", "大试,局,13800000016"),
        ("王试,县\u{200B}局,13800000017", "王试,县局,+86 138 0000 0017"),
    ] {
        let roster = named(first);
        let now = known(&roster);
        let again = compare(&named(again), &now);
        assert_eq!((again.unchanged, again.changed), (1, 0), "{first:?}");
        assert!(again.plan.cadres.is_empty() && again.warnings.is_empty(), "{first:?}");
    }
}

#[test]
fn two_spellings_in_one_list_are_one_cadre() {
    let roster = csv(&[
        row("61092410100100001", "阿试·买测,局,13800000012"),
        row("61092410100100002", "阿试•买测,局,86-13800000012"),
        row("61092410100100003", "阿试买测,局,"),
    ]
    .concat());
    assert_eq!(roster.cadres.len(), 1);
    assert_eq!(roster.cadres[0].name, "阿试·买测");
}

#[test]
fn a_doubtful_name_keeps_the_known_cadre_and_is_said() {
    for (first, again) in [
        ("李\u{4DAE},局,13800000011", "李?,局,13800000011"),
        ("李\u{4DAE},局,13800000011", "李\u{E123},局,"),
        ("李\u{E123},局,13800000011", "李\u{4DAE},局,13800000011"),
        ("王试一,局,13800000011", "王拭一,局,13800000011"),
    ] {
        let now = known(&named(first));
        let again = compare(&named(again), &now);
        assert_eq!(
            (again.unchanged, again.changed, again.plan.cadres.len()),
            (1, 0, 0),
            "{first:?}"
        );
        assert_eq!(codes(&again.warnings), [(2, "cadre_name_doubtful")], "{first:?}");
    }
    let now = known(&named("王试一,局,13800000011"));
    let other = compare(&named("赵另人,局,13800000011"), &now);
    assert_eq!(
        (other.changed, codes(&other.warnings)),
        (1, vec![(2, "cadre_telephone_known")])
    );
    // Two people of one unit and one office telephone stay two.
    let two = csv(&[
        row("61092410100100001", "王试一,局,13800000011"),
        row("61092410100100002", "王试二,局,13800000011"),
    ]
    .concat());
    assert_eq!(compare(&two, &now).plan.cadres.len(), 1);
}

#[test]
fn a_known_cadre_of_an_older_version_gets_its_name_without_marks() {
    let roster = named("王试一,局,13800000011");
    let mut now = known(&roster);
    now.cadres[0].name = "王\u{200B}试一".to_owned();
    let again = compare(&roster, &now);
    assert_eq!((again.unchanged, again.changed), (1, 0));
    let changed: Vec<&Cadre> = again.plan.cadres.iter().map(|plan| &plan.cadre).collect();
    assert_eq!(
        (changed.len(), changed[0].name.as_str(), changed[0].id),
        (1, "王试一", now.cadres[0].id)
    );
}

#[test]
fn one_telephone_in_many_spellings_is_one_person() {
    let spellings = [
        "13800000001",
        "+86 13800000001",
        "0086-138-0000-0001",
        "８６１３８０００００００１",
        "13800000001.0",
        "138 0000 0001",
        "(+86)13800000001",
        "013800000001",
        "1.3800000001E+10",
        "138\u{2013}0000\u{2013}0001",
        "\u{202D}13800000001\u{202C}",
        "1.38E+10",
        "=\"13800000001\"",
    ];
    let rows: String = (1u32..)
        .zip(spellings)
        .map(|(n, phone)| {
            let phone = phone.replace('"', "\"\"");
            row(&format!("610924101001{n:05}"), &format!("王试一,局,\"{phone}\""))
        })
        .collect();
    let roster = csv(&rows);
    assert_eq!(codes(&roster.refused), []);
    assert_eq!(
        roster.cadres,
        [RosterCadre {
            name: "王试一".into(),
            unit: "局".into(),
            phone: "13800000001".into()
        }]
    );
    let rounded: Vec<_> = codes(&roster.warnings)
        .into_iter()
        .filter(|(_, code)| *code == "telephone_rounded")
        .collect();
    assert_eq!(rounded, [(13, "telephone_rounded")]);
    let now = known(&named("王试一,局,+86 13800000001"));
    assert_eq!(compare(&named("王试一,另局,13800000001"), &now).unchanged, 1);
    let landline = known(&named("王试一,局,0915-4421234"));
    assert_eq!(compare(&named("王试一,另局,+86 915 4421234"), &landline).unchanged, 1);
}

#[test]
fn invisible_marks_are_taken_out_of_numbers_names_titles_and_villages_and_counted() {
    let roster = text(
        "\u{FEFF}行政\u{200B}村,户\u{AD}编号,户主姓名,帮扶责任人\u{2060}姓名,帮扶责任人联系电话\n\
         街道\u{200D}社区,\u{202D}61092410100100001\u{202C},张\u{202E}试四,王试一\u{2063},1380000\u{200B}0001\n\
         街道社区,61092410100100002,户主,王试一,13800000001\n",
    )
    .expect("a roster");
    assert_eq!((roster.households.len(), roster.cadres.len()), (2, 1));
    let first = &roster.households[0];
    assert_eq!(
        (
            first.household.as_str(),
            first.head.as_str(),
            first.village_name.as_str()
        ),
        (HOME, "张试四", "街道社区")
    );
    assert_eq!(mended(&roster, "invisible_marks"), 5);
    let list =
        villages::read("行政村\u{200B}代码,村\u{FEFF}名\n\u{202D}610924101001\u{202C},街道\u{200B}社区\n".as_bytes());
    let list = list.expect("a list of villages");
    assert_eq!(list.villages()[0].name, "街道社区");
    assert_eq!(list.with_name("街道\u{AD}社区").len(), 1);
}

#[test]
fn a_list_of_villages_reads_from_a_workbook_with_titles_numbers_and_a_total() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let hidden = book.add_worksheet();
    hidden.set_hidden(true);
    let sheet = book.add_worksheet();
    let rows: [[&str; 3]; 6] = [
        ["紫阳县行政村代码表", "", ""],
        ["序号", "行政村代码", "行政村名称"],
        ["1", "2", "3"],
        ["1", "610924101001", "街道社区"],
        ["2", "610924101002", "新桃\u{200B}村"],
        ["", "合计", "2 个村"],
    ];
    for (row, cells) in (0u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    sheet.set_active(true);
    let list = villages::read(&book.save_to_buffer().expect("memory"));
    let names: Vec<String> = list
        .expect("a list")
        .villages()
        .iter()
        .map(|v| v.name.clone())
        .collect();
    assert_eq!(names, ["街道社区", "新桃村"]);
}

#[test]
fn rows_of_members_are_joined_into_their_household() {
    let titles = "行政村,户编号,姓名,与户主关系,证件号码,户类型,帮扶责任人,帮扶责任人电话\n";
    let roster = text(&format!(
        "{titles}街道社区,61092410100100001,张二,妻子,1,脱贫户,王试一,13800000001\n\
         街道社区,61092410100100001,张一,户主,11010519491231002X,脱贫户,王试一,13800000001\n\
         ,,张三,长子,,,,\n\
         街道社区,61092410100100002,李一,户主,11010519491231002X,脱贫户,王试一,13800000001\n\
         ,,李二,配偶,2,,,\n"
    ))
    .expect("a roster");
    assert_eq!((roster.rows, codes(&roster.refused)), (2, vec![]));
    let told: Vec<_> = roster
        .households
        .iter()
        .map(|h| (h.head.as_str(), h.people, h.id_number.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("张一", Some(3), "11010519491231002X"),
            ("李一", Some(2), "11010519491231002X")
        ]
    );
    assert_eq!(mended(&roster, "member_rows"), 3);

    let titles = "行政村,户编号,户主姓名,家庭成员姓名,帮扶责任人\n";
    let roster = text(&format!(
        "{titles}街道社区,61092410100100001,张一,张一,王试一\n街道社区,61092410100100001,张一,张二,王试一\n\
         ,,张一,张三,\n街道社区,61092410100100002,李一,李一,王试一\n街道社区,61092410100100002,王五,李二,王试一\n"
    ))
    .expect("a roster");
    assert_eq!((roster.rows, roster.households[0].people), (3, Some(3)));
    assert_eq!(
        codes(&roster.refused),
        [(6, "household_number_twice")],
        "another householder is no member"
    );

    let titles = "行政村,户编号,家庭成员姓名,与户主关系,帮扶责任人\n";
    let roster = text(&format!("{titles}街道社区,61092410100100001,张二,妻,王试一\n")).expect("a roster");
    assert!(codes(&roster.warnings).contains(&(2, "head_unclear")));
}

#[test]
fn a_number_merged_over_its_members_is_one_household() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows: [[&str; 4]; 4] = [
        ["户编号", "姓名", "行政村", "帮扶责任人"],
        ["", "张一", "街道社区", "王试一"],
        ["", "张二", "", ""],
        ["61092410100100002", "李一", "街道社区", "王试一"],
    ];
    for (row, cells) in (0u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    let plain = rust_xlsxwriter::Format::new();
    sheet.merge_range(1, 0, 2, 0, HOME, &plain).expect("a merged cell");
    let roster = read(&book.save_to_buffer().expect("memory"), &no_list(), None).expect("a roster");
    let told: Vec<_> = roster.households.iter().map(|h| (h.head.as_str(), h.people)).collect();
    assert_eq!(
        (told, codes(&roster.refused)),
        (vec![("张一", Some(2)), ("李一", None)], vec![])
    );
}

#[test]
fn rows_that_number_the_columns_repeat_the_titles_or_stand_under_the_list_are_no_households() {
    let titles = "行政村,户编号,户主姓名,户类型,帮扶责任人姓名";
    for numbers in [
        "1,2,3,4,5",
        "(1),(2),(3),(4),(5)",
        "①,②,③,④,⑤",
        "甲,乙,1,2,3",
        "栏次,1,2,3,4",
        "A,B,C,D,E",
        "１,２,３,４,５",
        "必填,必填,必填,选填,必填",
    ] {
        let roster = text(&format!(
            "{titles}\n{numbers}\n街道社区,61092410100100001,户主,脱贫户,王试一\n{titles}\n{numbers}\n\
             街道社区,61092410100100002,户主,脱贫户,王试一\n,小计：2户,,,\n,填表人：张三,,审核人：李四,\n单位（盖章）：,,,,\n\
             ,备注：以上情况属实,,,\n注：一户一行,,,,\n负责人：,,,填报日期：2026-11-01,\n"
        ));
        let roster = roster.expect("a roster");
        assert_eq!(
            (roster.rows, roster.households.len(), codes(&roster.refused)),
            (2, 2, vec![]),
            "{numbers}"
        );
    }
    let roster = csv(&[row(HOME, "甲,乙,1"), row("abc/1", "甲,乙,1")].concat());
    assert_eq!(
        codes(&roster.refused),
        [(3, "household_number_unreadable")],
        "a bad number is still refused"
    );
}

#[test]
fn a_lost_byte_is_named_with_its_encoding_line_and_place() {
    let good = "行政村,户编号,户主姓名,帮扶责任人姓名\n街道社区,61092410100100001,户主,王试一\n街道社区,61092410100100002,户主,王试一\n";
    let at = good.rfind('户').expect("it is there");
    // Whichever of the character's three bytes is lost, and one in place of it: GB18030 may decode the rest to other words.
    for lost in at..at + 3 {
        for instead in [None, Some(0xE6u8), Some(0x80)] {
            let mut bytes = good.as_bytes().to_vec();
            bytes.splice(lost..=lost, instead);
            if std::str::from_utf8(&bytes).is_ok() {
                continue;
            }
            let error = read(&bytes, &no_list(), None).err();
            assert!(
                matches!(error, Some(RosterError::UnknownText { encoding: "UTF-8", line: 3, offset }) if (at..=at + 3).contains(&offset)),
                "{lost} {instead:?}: {error:?}"
            );
        }
    }
    let (gb, _, _) = encoding_rs::GB18030.encode(good);
    let mut gb = gb.into_owned();
    let last = gb.len() - 2;
    gb[last] = 0xFF;
    let error = read(&gb, &no_list(), None).err();
    assert!(
        matches!(
            error,
            Some(RosterError::UnknownText {
                encoding: "GB18030",
                line: 3,
                ..
            })
        ),
        "{error:?}"
    );
    let mut wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(good.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let last = wide.len() - 4;
    wide[last..last + 2].copy_from_slice(&[0x00, 0xD8]);
    let error = read(&wide, &no_list(), None).err();
    assert!(
        matches!(
            error,
            Some(RosterError::UnknownText {
                encoding: "UTF-16LE",
                line: 3,
                ..
            })
        ),
        "{error:?}"
    );
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(good.as_bytes());
    marked.truncate(marked.len() - 3);
    assert!(matches!(
        read(&marked, &no_list(), None),
        Err(RosterError::UnknownText { encoding: "UTF-8", .. })
    ));
}
