//! Why a file cannot be used as a roster at all: what it is, and how to mend it. Nothing of its content is told.

use thiserror::Error;

/// The whole file is unusable; nothing of it is imported.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RosterError {
    /// The file has no bytes, or nothing but blanks.
    #[error("文件是空的。 the file is empty: choose the roster again")]
    Empty,
    /// More bytes than a roster ever has.
    #[error(
        "文件太大（{bytes} 字节，最多 {most}）。 the file is too large ({bytes} bytes, at most {most}): remove pictures and old sheets, save again"
    )]
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The most that is opened, in bytes.
        most: usize,
    },
    /// A workbook under a password.
    #[error("文件加了密码：请去掉密码再保存。 the workbook is encrypted: save it without a password")]
    Encrypted,
    /// Something else altogether.
    #[error(
        "这不是表格文件（{looks}）：请另存为 .xlsx 或 .csv。 not a spreadsheet ({looks}): save the roster as .xlsx or .csv"
    )]
    NotASpreadsheet {
        /// What it looks like.
        looks: &'static str,
    },
    /// A zip or workbook that breaks off or contradicts itself.
    #[error(
        "表格文件坏了（{detail}）：请用 WPS 或 Excel 打开后另存。 the workbook is damaged ({detail}): open it in WPS or Excel and save it again"
    )]
    Damaged {
        /// What the reader said about the file's structure.
        detail: String,
    },
    /// It swells far beyond what any roster needs.
    #[error(
        "文件解开后大得不正常（压缩炸弹），没有打开。 the file swells to an unreasonable size when unpacked ({detail}): refused unopened; copy the rows into a new workbook"
    )]
    Swells {
        /// Which limit it passed.
        detail: String,
    },
    /// Text that breaks its own encoding.
    #[error(
        "这个文件像是 {encoding}，但第 {line} 行（第 {offset} 字节处）有一个字节不对，可能丢了或改了：请从原系统重新导出，或打开改好那一行再存为 CSV UTF-8。 this looks like {encoding}, but line {line} (at byte {offset}) holds a byte that {encoding} does not have: one was lost or changed; export it again, or mend that line and save as CSV UTF-8"
    )]
    UnknownText {
        /// The encoding that the text looks to be in.
        encoding: &'static str,
        /// The line of the first byte that cannot be read.
        line: usize,
        /// That byte's place in the file, from 0.
        offset: usize,
    },
    /// A quoted field that goes on and on.
    #[error(
        "第 {line} 行开始的引号没有关上。 a quote opened in the record at line {line} is never closed: close it and import again"
    )]
    UnclosedQuote {
        /// The line on which the record starts.
        line: u32,
    },
    /// No sheet has the columns that are needed.
    #[error(
        "找不到花名册的表头：需要的列 {wanted}；最像的一行（工作表“{sheet}”）只有 {found}。 wrong sheet: no row holds all of {wanted}; the best row (sheet \"{sheet}\") has {found}: put the column names in one row above the households"
    )]
    WrongSheet {
        /// The sheet of the best row.
        sheet: String,
        /// The columns looked for.
        wanted: String,
        /// The columns found.
        found: String,
    },
    /// The columns stand in a sheet that nobody sees, and in no other.
    #[error(
        "只有隐藏的工作表“{hidden}”有花名册的表头，看得见的工作表“{visible}”没有（只有 {found}）：请改正看得见的表的列名；确实要用隐藏的表，请加 --sheet \"{hidden}\"。 only the hidden sheet \"{hidden}\" has a roster's header; the visible sheet \"{visible}\" has not (it has {found}, and needs {wanted}): put its column names right, or say --sheet \"{hidden}\" if the hidden one is meant"
    )]
    HiddenSheet {
        /// The hidden sheet.
        hidden: String,
        /// The visible sheet that comes nearest.
        visible: String,
        /// The columns looked for.
        wanted: String,
        /// The columns that the visible one has.
        found: String,
    },
    /// No sheet of the name that was asked for.
    #[error(
        "没有叫“{asked}”的工作表（有：{there}）：请核对 --sheet。 no sheet is called \"{asked}\" (there are: {there}): check --sheet"
    )]
    NoSuchSheet {
        /// The name asked for.
        asked: String,
        /// The sheets that are there.
        there: String,
    },
    /// A header, and no household under it.
    #[error("工作表“{sheet}”的表头下没有农户。 sheet \"{sheet}\" has a header row and no household under it")]
    NoRows {
        /// The sheet.
        sheet: String,
    },
    /// Households of more than one township.
    #[error(
        "花名册里有几个乡镇（{townships}）：请用 --township 代码 选一个。 the roster has households of several townships ({townships}): choose one with --township CODE"
    )]
    SeveralTownships {
        /// Their codes.
        townships: String,
    },
    /// None of the rows is of the township that was asked for.
    #[error(
        "花名册里没有乡镇 {township} 的农户（有 {found}）。 no household of township {township} in this roster (it has {found}): check --township"
    )]
    NotThisTownship {
        /// The township asked for.
        township: String,
        /// The townships that are there.
        found: String,
    },
    /// No row tells which township it is of.
    #[error(
        "看不出是哪个乡镇：请先用 ruhu villages 导入村表，或用 --township 代码。 no row tells its township: import the list of villages with `ruhu villages` first, or say --township CODE"
    )]
    NoTownship,
}
