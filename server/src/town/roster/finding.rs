//! What the reader of a roster is told about one row: where, a stable code, and a plain sentence in Chinese and
//! English. No sentence carries what stands in the cell: a finding may be logged and shown.

use serde::{Serialize, Serializer};

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The sheet's own row number (a CSV's line).
    pub row: u32,
    /// The column's title as the sheet writes it.
    pub column: String,
    /// What it is.
    #[serde(serialize_with = "as_word")]
    pub code: Code,
    /// The plain sentence, Chinese then English.
    pub message: String,
}

impl Finding {
    /// A finding with its code's sentence.
    pub fn new(row: u32, column: &str, code: Code) -> Self {
        let (zh, en) = code.text();
        Self {
            row,
            column: column.to_owned(),
            code,
            message: format!("{zh} {en}"),
        }
    }
    /// A finding about many rows, with how many or which.
    pub fn with_detail(row: u32, column: &str, code: Code, detail: &str) -> Self {
        let (zh, en) = code.text();
        Self {
            row,
            column: column.to_owned(),
            code,
            message: format!("{zh} {en} ({detail})"),
        }
    }
}

fn as_word<S: Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.word())
}

/// Declares the codes: word, Chinese, English.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $zh:literal, $en:literal;)+) => {
        /// Every code a roster's rows can get.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)+ }
        impl Code {
            /// The stable word.
            pub fn word(self) -> &'static str {
                match self { $(Code::$name => $word,)+ }
            }
            /// The plain sentence, Chinese and English.
            pub fn text(self) -> (&'static str, &'static str) {
                match self { $(Code::$name => ($zh, $en),)+ }
            }
        }
    };
}

codes! {
    /// Refused.
    HouseholdNumberMissing = "household_number_missing", "没有户编号，没有导入；请补上再导入。", "No household number: not imported. Fill it in and import again.";
    /// Refused.
    HouseholdNumberRounded = "household_number_rounded", "户编号按数字保存，末几位已丢失；请设为文本格式，从系统重新导出。", "The household number was kept as a number and has lost its last digits: format the column as text and export again.";
    /// Refused.
    HouseholdNumberUnreadable = "household_number_unreadable", "户编号里有不该有的字符；只用数字、字母。", "The household number holds characters it cannot have: use digits and letters only.";
    /// Refused.
    HouseholdNumberTwice = "household_number_twice", "户编号在前面已经出现过，这一行没有导入；请留下对的一行。", "This household number stands in an earlier row already: this row is not imported. Keep the right one.";
    /// Refused.
    HouseholdErased = "household_erased", "这一户已依法删除，没有导入；确实是新的一户，请用新的户编号。", "This household was lawfully erased: not imported. A household that comes anew gets a new number.";
    /// Refused.
    NameMissing = "name_missing", "没有户主姓名，没有导入；请补上再导入。", "No householder's name: not imported. Fill it in and import again.";
    /// Refused.
    VillageMissing = "village_missing", "没有行政村，没有导入；请补上再导入。", "No village: not imported. Fill it in and import again.";
    /// Refused.
    CadreMissing = "cadre_missing", "没有帮扶责任人，没有导入；请补上再导入。", "No cadre (帮扶责任人): not imported. Fill it in and import again.";
    /// Refused.
    VillageUnknown = "village_unknown", "村表里没有这个村，户编号也看不出村代码，没有导入；请先用 ruhu villages 导入村表，或改正村名。", "The list of villages does not have this village and the household number does not begin with a village code: not imported. Import the list with `ruhu villages`, or correct the name.";
    /// Warning.
    VillageNotListed = "village_not_listed", "村表里没有这个村名，村代码取自户编号；请核对村名。", "The list of villages does not have this name: the code was taken from the household number. Check the name.";
    /// Warning, once.
    VillageCodesFromNumbers = "village_codes_from_numbers", "还没有村表：村代码取自户编号前 12 位。可用 ruhu villages 导入村表。", "There is no list of villages yet: village codes were taken from the first 12 digits of the household numbers. Import a list with `ruhu villages`.";
    /// Warning, once.
    OtherTownship = "other_township", "其他乡镇的农户没有导入。", "Households of other townships were left out.";
    /// Warning, once for each sheet.
    SheetLeftOut = "sheet_left_out", "另一个工作表也像花名册，没有导入；如需要请单独导入。", "Another sheet looks like a roster too and was not imported: import it by itself if it is wanted.";
    /// Warning, once for each sheet.
    HiddenSheetLeftOut = "hidden_sheet_left_out", "一个隐藏的工作表也像花名册，没有导入；确实要用，请加 --sheet 和它的名字。", "A hidden sheet looks like a roster too and was not imported: say --sheet and its name if it is wanted.";
    /// Warning, once.
    RowsHidden = "rows_hidden", "有隐藏的行（筛选或手工隐藏），照样导入；请核对这些行该不该在。", "Some rows are hidden (by a filter or by hand); they are imported all the same. Check that they belong there.";
    /// Warning, once for each column.
    ColumnHidden = "column_hidden", "这一列是隐藏的，照样读了；请核对里面是不是现在的内容。", "This column is hidden; it is read all the same. Check that what stands in it is of today.";
    /// Warning.
    HeadUnclear = "head_unclear", "这一户没有一行写明是户主，按第一行的人登记；请核对户主。", "No row of this household says 户主: the person of its first row was taken. Check who the householder is.";
    /// Warning.
    TelephoneRounded = "telephone_rounded", "电话按数字保存，末几位已丢失，留空；请设为文本格式。", "The telephone was kept as a number and has lost its last digits: left empty. Format the column as text.";
    /// Warning.
    IdCheckDigit = "id_check_digit", "户主证件号码为空、是 15 位或校验码不对；已导入并标记，请核对。", "The ID number is blank, has 15 digits, or its check digit is wrong: imported and marked. Please check it.";
    /// Warning.
    IdNumberRounded = "id_number_rounded", "证件号码按数字保存，末几位已丢失，留空；请设为文本格式。", "The ID number was kept as a number and has lost its last digits: left empty. Format the column as text.";
    /// Warning.
    ClassUnknown = "class_unknown", "户类型和监测对象类别看不出农户类别，留空；没有类别就没有走访要求。", "The household's class cannot be told from 户类型 and 监测对象类别: left empty. Without a class no visits are asked for.";
    /// Warning.
    PeopleUnreadable = "people_unreadable", "家庭人口数看不懂，留空。", "The number of people cannot be read: left empty.";
    /// Warning.
    StartMissing = "start_missing", "没有帮扶开始时间；从导入之日算起。", "No 帮扶开始时间: entry, class and assignment hold from the day of the import.";
    /// Warning.
    StartUnreadable = "start_unreadable", "帮扶开始时间看不懂；从导入之日算起。请写成 2021-03-01。", "帮扶开始时间 cannot be read: entry, class and assignment hold from the day of the import. Write it as 2021-03-01.";
    /// Warning, at a later import.
    StartLater = "start_later", "帮扶开始时间比已有的晚，仍按已有的算。", "帮扶开始时间 is later than the one known: the earlier one stays.";
    /// Warning.
    CoordinatesUnreadable = "coordinates_unreadable", "经纬度看不懂或只有一个，留空。", "Longitude and latitude cannot be read, or one is missing: left empty.";
    /// Warning.
    CoordinatesOutside = "coordinates_outside", "经纬度不在中国境内，留空。", "Longitude and latitude lie outside China: left empty.";
    /// Warning.
    CadreNameDoubtful = "cadre_name_doubtful", "责任人的名字与已登记的一位只差一个字或一个打不出的字，电话或单位相同：按同一人，名字和手机登记都没有改。确是另一人，请核对电话后再导入。", "The cadre's name differs from a known one's by one character, and telephone or unit are the same: taken for the same person, of whom nothing was changed. If it is another person, correct the telephone and import again.";
    /// Warning.
    CadreTelephoneKnown = "cadre_telephone_known", "这个电话是另一位已登记责任人的，名字不同：按新的一人登记。若是同一人改了名字写法，请改回原来的名字再导入，否则原来的手机上就没有这些户了。", "This telephone is that of another known cadre with another name: taken for a new person. If it is the same one, write the name as before and import again, or that cadre's phone loses these households.";
    /// Warning.
    CadreAmbiguous = "cadre_ambiguous", "同名同单位的不止一人，凭电话也分不清是谁，没有合并；请补上或核对责任人电话。", "More than one cadre has this name and unit, and the telephone does not tell which: not merged. Fill in or check the cadre's telephone.";
}
