//! Rows to drafts: which rows are households at all, what each cell says, and which rows must be refused.
//! Only number, name, village and cadre are compulsory; anything else unreadable is a warning and left empty.

use super::cell::{Cell, SheetRow};
use super::class::{self, ClassRead};
use super::columns::Column;
use super::date::{self, DateRead};
use super::draft::{Draft, Reading, Relation};
use super::finding::{Code, Finding};
use super::header::Table;
use super::id_number;
use super::member::{self, Join};
use super::mend::{self, CodeText, Mend, Mended};
use super::model::RosterCadre;
use ruhu_core::domain::{Class, LatLon};
use ruhu_core::ids::{HouseholdNo, RegionCode};
use ruhu_core::time::Day;
use std::collections::{HashMap, HashSet};

/// All rows of the sheet.
#[derive(Default)]
pub struct Drafts {
    /// Household rows, refused ones too.
    pub rows: usize,
    /// Those that can be read.
    pub rows_read: Vec<Draft>,
    /// Those that cannot.
    pub refused: Vec<Finding>,
    /// Every number read, of refused rows too: such a household has not gone.
    pub numbers: HashSet<HouseholdNo>,
}

/// Reads every household row under the header. A row of a further member is joined into its household and is no row of
/// its own.
pub fn read_all(table: &Table, mended: &mut Mended, warnings: &mut Vec<Finding>) -> Drafts {
    let mut drafts = Drafts::default();
    for column in [Column::Start, Column::Kind].into_iter().filter(|c| !table.has(*c)) {
        let code = if column == Column::Start {
            Code::StartMissing
        } else {
            Code::ClassUnknown
        };
        if column == Column::Start || !table.has(Column::Category) {
            warnings.push(Finding::new(table.header_row, column.title(), code));
        }
    }
    warn_of_hidden(table, warnings);
    // Where each accepted household stands in `rows_read`, and the row it was read from.
    let mut accepted: HashMap<HouseholdNo, (usize, &SheetRow)> = HashMap::new();
    let mut before: Option<HouseholdNo> = None;
    for row in table.rows.iter() {
        let kind = kind_of(table, row);
        if kind == RowKind::Other {
            continue;
        }
        let mut reader = RowReader {
            table,
            row,
            mended,
            warnings: Vec::new(),
        };
        let reading = reader.read();
        let own = match &reading.household {
            Ok(number) => Some(number),
            // A member's row often has no number of its own: it belongs to the household above it.
            Err(Code::HouseholdNumberMissing) => before.as_ref(),
            Err(_) => None,
        };
        let household = own.and_then(|number| accepted.get(number)).copied();
        if let Some((index, first)) = household {
            let join = member::join(table, &drafts.rows_read[index], first, row, &reading);
            if join != Join::No {
                drafts.rows_read[index].take_in(reading, join);
                reader.mended.count(Mend::MemberRows);
                continue;
            }
        }
        if kind == RowKind::PerhapsMember {
            continue;
        }
        drafts.rows += 1;
        before = None;
        match reader.draft(reading) {
            Ok(draft) if drafts.numbers.insert(draft.household.clone()) => {
                warnings.append(&mut reader.warnings);
                accepted.insert(draft.household.clone(), (drafts.rows_read.len(), row));
                before = Some(draft.household.clone());
                drafts.rows_read.push(draft);
            }
            Ok(_) => drafts
                .refused
                .push(reader.finding(Column::Household, Code::HouseholdNumberTwice)),
            Err(refused) => {
                drafts.refused.push(refused.finding);
                drafts.numbers.extend(refused.household);
            }
        }
    }
    member::finish(table, &mut drafts.rows_read, warnings);
    drafts
}

/// Hidden rows and columns are read like any other: that is said, once.
fn warn_of_hidden(table: &Table, warnings: &mut Vec<Finding>) {
    let hidden = |row: &&SheetRow| table.hidden.rows.contains(&row.number) && kind_of(table, row) == RowKind::Household;
    let mut rows = table.rows.iter().filter(hidden);
    if let Some(first) = rows.next() {
        let count = 1 + rows.count();
        let title = table.title(Column::Household);
        warnings.push(Finding::with_detail(
            first.number,
            title,
            Code::RowsHidden,
            &count.to_string(),
        ));
    }
    for (column, index) in &table.columns {
        if table.hidden.columns.contains(index) {
            warnings.push(Finding::new(table.header_row, table.title(*column), Code::ColumnHidden));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum RowKind {
    /// A household, or a member of one.
    Household,
    /// Too little for a household; it may be a member of the one above.
    PerhapsMember,
    /// A total, a footer, a repeated header, a note.
    Other,
}

/// What a row is. A total, a footer, a repeated header and a note are told by their words.
fn kind_of(table: &Table, row: &SheetRow) -> RowKind {
    let number = table.cell(row, Column::Household);
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => {
            let half: String = text.chars().map(mend::half_width).collect();
            mend::without_stray_spaces(&half)
        }
        Cell::Empty | Cell::Number(_) | Cell::Date(_) => String::new(),
    };
    let number_text = text(number);
    let is_title = Column::with_title(&number_text).is_some_and(|(c, _)| c == Column::Household);
    if is_title || is_total(&number_text) || is_footer(&number_text) || table.is_title_row(row) {
        return RowKind::Other;
    }
    if !number.is_blank() && !mend::is_placeholder(&number_text) {
        // A note that was written into one cell of a row is no household, in whichever column it stands.
        let alone = row.cells.iter().filter(|cell| !cell.is_blank()).count() == 1;
        let note = alone
            && number_text
                .chars()
                .any(|c| !c.is_ascii_alphanumeric() && !"-_.".contains(c));
        return if note { RowKind::Other } else { RowKind::Household };
    }
    // Without a number it may be no household at all. A total names no cadre; a footer begins with its own word.
    if table.cell(row, Column::Cadre).is_blank() && row.cells.iter().any(|cell| is_total(&text(cell))) {
        return RowKind::Other;
    }
    if row
        .cells
        .iter()
        .find(|cell| !cell.is_blank())
        .is_some_and(|cell| is_footer(&text(cell)))
    {
        return RowKind::Other;
    }
    let told = [Column::Head, Column::Village, Column::Cadre, Column::IdNumber];
    let told = told.iter().filter(|c| !table.cell(row, **c).is_blank()).count();
    let member = [Column::Member, Column::Relation, Column::Head];
    match told {
        2.. => RowKind::Household,
        _ if member.iter().any(|c| !table.cell(row, *c).is_blank()) => RowKind::PerhapsMember,
        _ => RowKind::Other,
    }
}

/// The words of a row that adds up others.
pub fn is_total(text: &str) -> bool {
    let bare = text.trim_end_matches(':');
    let short = bare.chars().count() <= 12;
    ["合计", "总计", "共计", "小计", "累计"]
        .iter()
        .any(|word| short && (bare.ends_with(word) || bare.starts_with(word)))
        || bare.eq_ignore_ascii_case("total")
}

/// The words that the lines under a list begin with; "备注" and the like only with their colon, for a cell of a
/// household may begin so too.
pub fn is_footer(text: &str) -> bool {
    let text: String = text.chars().map(mend::half_width).collect();
    const WORDS: [&str; 10] = [
        "填表",
        "填报",
        "制表",
        "审核人",
        "审核单位",
        "经办人",
        "单位盖章",
        "(盖章",
        "(公章",
        "打印日期",
    ];
    const WITH_COLON: [&str; 16] = [
        "审核",
        "负责人",
        "单位负责人",
        "主要负责人",
        "分管领导",
        "备注",
        "注",
        "说明",
        "填写说明",
        "联系人",
        "联系电话",
        "日期",
        "复核",
        "复核人",
        "统计人",
        "盖章",
    ];
    WORDS.iter().any(|word| text.starts_with(word))
        || WITH_COLON
            .iter()
            .any(|word| text.strip_prefix(word).is_some_and(|rest| rest.starts_with(':')))
}

struct Refused {
    finding: Finding,
    household: Option<HouseholdNo>,
}

struct RowReader<'a> {
    table: &'a Table,
    row: &'a SheetRow,
    mended: &'a mut Mended,
    warnings: Vec<Finding>,
}

impl RowReader<'_> {
    /// Every cell is read before anything is refused, so that what was mended is counted whatever comes of the row.
    fn read(&mut self) -> Reading {
        let household = self.number();
        let head = self.name(Column::Head);
        let village_name = self.text(Column::Village);
        let cadre_name = self.name(Column::Cadre);
        let village_code = match self.code(Column::VillageCode) {
            CodeText::Text(code) => code.parse::<RegionCode>().ok().filter(|c| c.as_str().len() == 12),
            CodeText::Missing | CodeText::Rounded => None,
        };
        let phone = self.telephone(Column::Phone);
        let cadre_unit = self.text(Column::CadreUnit).unwrap_or_default();
        let cadre_phone = self.telephone(Column::CadrePhone);
        Reading {
            household,
            head,
            village_name,
            village_code,
            cadre_name,
            cadre_unit,
            cadre_phone,
            phone,
            id_number: self.id_number(),
            people: self.people(),
            class: self.class(),
            start: self.start(),
            place: self.place(),
            township_name: self.text(Column::Township).unwrap_or_default(),
            group: self.text(Column::Group).unwrap_or_default(),
            risk: self.text(Column::Risk).unwrap_or_default(),
            relation: Relation::read(self.text(Column::Relation).as_deref()),
            is_member: !self.table.cell(self.row, Column::Member).is_blank(),
        }
    }

    fn draft(&self, reading: Reading) -> Result<Draft, Refused> {
        let household = reading.household.map_err(|code| Refused {
            finding: self.finding(Column::Household, code),
            household: None,
        })?;
        let refuse = |column, code| Refused {
            finding: self.finding(column, code),
            household: Some(household.clone()),
        };
        let head = reading.head.ok_or_else(|| refuse(Column::Head, Code::NameMissing))?;
        let village_name = reading
            .village_name
            .ok_or_else(|| refuse(Column::Village, Code::VillageMissing))?;
        let name = reading
            .cadre_name
            .ok_or_else(|| refuse(Column::Cadre, Code::CadreMissing))?;
        Ok(Draft {
            row: self.row.number,
            household,
            township_name: reading.township_name,
            village_name,
            village_code: reading.village_code,
            cadre: RosterCadre {
                name,
                unit: reading.cadre_unit,
                phone: reading.cadre_phone,
            },
            group: reading.group,
            head,
            id_number: reading.id_number,
            people: reading.people,
            class: reading.class,
            risk: reading.risk,
            phone: reading.phone,
            start: reading.start,
            place: reading.place,
            relation: reading.relation,
            members: 1,
        })
    }

    fn number(&mut self) -> Result<HouseholdNo, Code> {
        match self.code(Column::Household) {
            CodeText::Missing => Err(Code::HouseholdNumberMissing),
            CodeText::Rounded => Err(Code::HouseholdNumberRounded),
            CodeText::Text(text) => text.parse().map_err(|_| Code::HouseholdNumberUnreadable),
        }
    }

    fn id_number(&mut self) -> String {
        let text = match self.code(Column::IdNumber) {
            CodeText::Rounded => {
                self.warn(Column::IdNumber, Code::IdNumberRounded);
                return String::new();
            }
            CodeText::Missing => String::new(),
            CodeText::Text(text) => text.to_ascii_uppercase(),
        };
        if !id_number::is_sound(&text) {
            self.warn(Column::IdNumber, Code::IdCheckDigit);
        }
        text
    }

    fn telephone(&mut self, column: Column) -> String {
        match mend::telephone(self.table.cell(self.row, column), self.mended) {
            CodeText::Text(text) => text,
            CodeText::Missing => String::new(),
            CodeText::Rounded => {
                self.warn(column, Code::TelephoneRounded);
                String::new()
            }
        }
    }

    fn people(&mut self) -> Option<u32> {
        let CodeText::Text(text) = self.code(Column::People) else {
            return None;
        };
        let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
        let people = digits.parse::<u32>().ok().filter(|n| *n <= 99);
        match unit {
            "" => {}
            "人" | "口" | "口人" | "名" | "个" | "个人" if people.is_some() => {
                self.mended.count(Mend::NumberWithUnit)
            }
            _ => {
                self.warn(Column::People, Code::PeopleUnreadable);
                return None;
            }
        }
        if people.is_none() {
            self.warn(Column::People, Code::PeopleUnreadable);
        }
        people
    }

    fn class(&mut self) -> Option<Class> {
        let (kind, category) = (self.text(Column::Kind), self.text(Column::Category));
        match class::read(kind.as_deref(), category.as_deref()) {
            ClassRead::Known(class) => Some(class),
            ClassRead::Unknown => {
                // Told once for the whole sheet where it has neither column.
                if self.table.has(Column::Kind) || self.table.has(Column::Category) {
                    let column = if category.is_some() || !self.table.has(Column::Kind) {
                        Column::Category
                    } else {
                        Column::Kind
                    };
                    self.warn(column, Code::ClassUnknown);
                }
                None
            }
        }
    }

    fn start(&mut self) -> Option<Day> {
        let code = match date::read(self.table.cell(self.row, Column::Start), self.mended) {
            DateRead::Day(day) => return Some(day),
            DateRead::Missing => Code::StartMissing,
            DateRead::Unreadable => Code::StartUnreadable,
        };
        if self.table.has(Column::Start) {
            self.warn(Column::Start, code);
        }
        None
    }

    /// China lies between latitudes 3 and 54 and longitudes 73 and 136, so the two cannot be confused.
    fn place(&mut self) -> Option<LatLon> {
        let (lon, lat) = match (self.degrees(Column::Lon), self.degrees(Column::Lat)) {
            (Degrees::Missing, Degrees::Missing) => return None,
            (Degrees::Number(lon), Degrees::Number(lat)) => (lon, lat),
            _ => {
                self.warn(Column::Lon, Code::CoordinatesUnreadable);
                return None;
            }
        };
        let in_china = |lat: f64, lon: f64| (3.0..=54.0).contains(&lat) && (73.0..=136.0).contains(&lon);
        if in_china(lat, lon) {
            Some(LatLon { lat, lon })
        } else if in_china(lon, lat) {
            self.mended.count(Mend::CoordinatesSwapped);
            Some(LatLon { lat: lon, lon: lat })
        } else {
            self.warn(Column::Lon, Code::CoordinatesOutside);
            None
        }
    }

    fn degrees(&mut self, column: Column) -> Degrees {
        let text = match self.table.cell(self.row, column) {
            Cell::Number(n) if n.is_finite() => return Degrees::Number(*n),
            _ => match self.code(column) {
                CodeText::Missing => return Degrees::Missing,
                CodeText::Rounded => return Degrees::Unreadable,
                CodeText::Text(text) => text,
            },
        };
        let bare = text.trim_matches(|c: char| matches!(c, '°' | '度' | 'E' | 'N' | '东' | '北' | '经' | '纬'));
        match bare.parse::<f64>() {
            Ok(n) if n.is_finite() => {
                if bare.len() != text.len() {
                    self.mended.count(Mend::NumberWithUnit);
                }
                Degrees::Number(n)
            }
            _ => Degrees::Unreadable,
        }
    }

    fn text(&mut self, column: Column) -> Option<String> {
        mend::text(self.table.cell(self.row, column), self.mended)
    }
    fn name(&mut self, column: Column) -> Option<String> {
        mend::name(self.table.cell(self.row, column), self.mended)
    }
    fn code(&mut self, column: Column) -> CodeText {
        mend::code(self.table.cell(self.row, column), self.mended)
    }
    fn finding(&self, column: Column, code: Code) -> Finding {
        Finding::new(self.row.number, self.table.title(column), code)
    }
    fn warn(&mut self, column: Column, code: Code) {
        let finding = self.finding(column, code);
        self.warnings.push(finding);
    }
}

enum Degrees {
    Missing,
    Number(f64),
    Unreadable,
}
