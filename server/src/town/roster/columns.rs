//! The columns of a roster by all the titles they go by. Titles are compared without spaces, line breaks, brackets
//! and width; what stands in brackets may be part of the title or a remark, so both readings are tried.

use super::mend::half_width;
use crate::characters::is_space;

/// Declares the columns: canonical title, then every other title it goes by.
macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $title:literal, [$($other:literal),* $(,)?];)+) => {
        /// A column that is read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($(#[$doc])* $name,)+ }
        impl Column {
            /// Every column.
            pub const ALL: &'static [Column] = &[$(Column::$name,)+];
            /// The title in the usual form.
            pub fn title(self) -> &'static str {
                match self { $(Column::$name => $title,)+ }
            }
            fn titles(self) -> &'static [&'static str] {
                match self { $(Column::$name => &[$title, $($other),*],)+ }
            }
        }
    };
}

columns! {
    /// 乡(镇)
    Township = "乡镇", ["镇", "乡", "乡镇名称", "乡镇街道", "所属乡镇", "所在乡镇", "镇乡", "镇街", "镇办", "街道", "town", "township"];
    /// 行政村
    Village = "行政村", ["村", "村名", "村名称", "行政村名称", "村社区", "村居", "所属村", "所在村", "所属行政村", "所在行政村", "行政村社区", "村委会", "village"];
    /// The village's code, in rosters that have it.
    VillageCode = "行政村编码", ["行政村代码", "村编码", "村代码", "行政区划代码", "区划代码", "villagecode"];
    /// 自然村(组)
    Group = "自然村组", ["自然村", "组", "组别", "村民小组", "小组", "村组", "所在组", "自然组", "居民小组", "网格", "group"];
    /// 户编号
    Household = "户编号", ["户编码", "户号码", "农户编号", "农户编码", "户ID", "家庭编号", "家庭编码", "贫困户编号", "脱贫户编号", "户籍编号", "编号", "householdno", "householdnumber"];
    /// 户主姓名
    Head = "户主姓名", ["户主", "户主名", "户主名称", "农户姓名", "农户户主", "户主农户姓名", "帮扶对象", "帮扶对象姓名", "帮扶户姓名", "被帮扶户姓名", "被帮扶人姓名", "脱贫户姓名", "结对户户主姓名", "结对户姓名", "head", "householder"];
    /// The name of a household's member, in lists with a row for each.
    Member = "家庭成员姓名", ["成员姓名", "家庭成员", "成员名称", "家庭成员名称", "家庭成员名", "家庭人员姓名", "member"];
    /// What a member is to the householder.
    Relation = "与户主关系", ["与户主的关系", "同户主关系", "和户主关系", "户主关系", "家庭关系", "成员关系", "家庭成员关系", "家庭成员与户主关系", "与户主关系名称", "relation"];
    /// 户主证件号码
    IdNumber = "户主证件号码", ["户主身份证号", "户主身份证号码", "户主证件号", "户主身份证", "身份证号", "身份证号码", "身份证", "证件号", "证件号码", "公民身份号码", "公民身份证号码", "idnumber"];
    /// 家庭人口数
    People = "家庭人口数", ["家庭人口", "人口数", "人口", "家庭成员数", "家庭人数", "人数", "户籍人口", "家庭人口人", "people"];
    /// 户类型
    Kind = "户类型", ["农户类型", "户类别", "农户类别", "户属性", "农户属性", "户别", "脱贫户类型", "帮扶户类型", "kind", "class"];
    /// 监测对象类别
    Category = "监测对象类别", ["监测类别", "监测对象类型", "监测户类别", "监测户类型", "监测类型", "三类人群", "三类户类型", "三类户类别", "category"];
    /// 致(返)贫风险
    Risk = "致返贫风险", ["致贫返贫风险", "返贫致贫风险", "返贫风险", "致贫风险", "返致贫风险", "风险类型", "风险点", "主要风险", "致贫原因", "主要致贫原因", "致返贫原因", "risk"];
    /// The household's telephone.
    Phone = "户主联系电话", ["户主电话", "户主手机", "户主手机号", "户主手机号码", "户主联系方式", "农户电话", "农户联系电话", "农户联系方式", "家庭联系电话", "户联系电话", "脱贫户联系电话", "帮扶对象联系电话"];
    /// 帮扶责任人姓名
    Cadre = "帮扶责任人姓名", ["帮扶责任人", "帮扶干部", "帮扶干部姓名", "帮扶人", "帮扶人姓名", "责任人", "责任人姓名", "结对帮扶人", "结对帮扶人姓名", "结对干部", "结对干部姓名", "结对帮扶责任人", "结对帮扶责任人姓名", "结对帮扶干部", "结对帮扶干部姓名", "包户干部", "包户干部姓名", "联户干部", "帮联干部", "帮联人", "cadre"];
    /// 帮扶责任人单位
    CadreUnit = "帮扶责任人单位", ["帮扶责任人所在单位", "帮扶责任人工作单位", "帮扶责任人单位及职务", "帮扶责任人单位名称", "帮扶单位", "帮扶干部单位", "帮扶干部所在单位", "帮扶干部工作单位", "帮扶人单位", "帮扶人所在单位", "帮扶人工作单位", "责任人单位", "责任人所在单位", "责任人工作单位", "结对帮扶单位", "结对干部单位", "包户干部单位", "结对帮扶人单位", "结对帮扶责任人单位", "cadreunit", "unit"];
    /// 帮扶责任人联系电话
    CadrePhone = "帮扶责任人联系电话", ["帮扶责任人电话", "帮扶责任人手机", "帮扶责任人手机号", "帮扶责任人手机号码", "帮扶责任人联系方式", "帮扶责任人电话号码", "帮扶干部电话", "帮扶干部联系电话", "帮扶干部手机号", "帮扶干部手机号码", "帮扶干部联系方式", "帮扶人电话", "帮扶人联系电话", "帮扶人联系方式", "责任人电话", "责任人联系电话", "责任人手机号", "责任人联系方式", "结对干部电话", "结对干部联系电话", "包户干部电话", "包户干部联系电话", "结对帮扶人联系电话", "结对帮扶责任人联系电话", "cadrephone"];
    /// 帮扶开始时间
    Start = "帮扶开始时间", ["帮扶开始日期", "帮扶起始时间", "帮扶起始日期", "开始帮扶时间", "开始帮扶日期", "结对时间", "结对日期", "结对开始时间", "结对帮扶时间", "结对帮扶开始时间", "帮扶时间", "开始时间", "开始日期", "起始时间", "start", "startdate"];
    /// 经度
    Lon = "经度", ["东经", "家庭经度", "住址经度", "住房经度", "坐标经度", "GPS经度", "lon", "lng", "longitude"];
    /// 纬度
    Lat = "纬度", ["北纬", "家庭纬度", "住址纬度", "住房纬度", "坐标纬度", "GPS纬度", "lat", "latitude"];
}

impl Column {
    /// The columns without which a sheet is no roster.
    pub const NEEDED: &'static [Column] = &[Column::Household, Column::Head, Column::Village, Column::Cadre];

    /// The column with this title, and how usual the title is for it: 0 is the usual one. Where two columns of a sheet
    /// could be the same (编号 and 户编号), the more usual title wins.
    pub fn with_title(title: &str) -> Option<(Column, usize)> {
        readings(title).iter().find_map(|reading| {
            Self::ALL.iter().copied().find_map(|column| {
                let rank = column.titles().iter().position(|t| t.eq_ignore_ascii_case(reading))?;
                Some((column, rank))
            })
        })
    }

    /// Whether it describes the cadre rather than the household: decides whose a bare 联系电话 beside it is.
    pub fn is_of_cadre(self) -> bool {
        matches!(self, Column::Cadre | Column::CadreUnit | Column::CadrePhone)
    }
}

/// A title that is somebody's, but does not say whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bare {
    /// 姓名
    Name,
    /// 联系电话
    Phone,
    /// 单位
    Unit,
}

impl Bare {
    /// The bare title this is, if it is one.
    pub fn with_title(title: &str) -> Option<Bare> {
        readings(title).iter().find_map(|reading| match reading.as_str() {
            "姓名" | "名字" | "name" => Some(Bare::Name),
            "联系电话" | "电话" | "手机" | "手机号" | "手机号码" | "电话号码" | "联系方式" | "phone" => {
                Some(Bare::Phone)
            }
            "单位" | "工作单位" | "所在单位" | "单位名称" | "单位及职务" => Some(Bare::Unit),
            _ => None,
        })
    }
}

/// The title with brackets opened, and with what stands in them left out.
fn readings(title: &str) -> [String; 2] {
    let mut depth = 0u32;
    let (mut opened, mut without) = (String::new(), String::new());
    for c in title.chars().map(half_width) {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if is_space(c) || "*:、/_-·.\"=".contains(c) => {}
            c => {
                opened.push(c);
                if depth == 0 {
                    without.push(c);
                }
            }
        }
    }
    [opened, without]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_known_with_brackets_breaks_stars_and_width() {
        for (title, column) in [
            ("自然村(组)", Column::Group),
            ("乡(镇)", Column::Township),
            ("*户 编\n号", Column::Household),
            ("经度(°)", Column::Lon),
            ("帮扶开始时间(年月日)", Column::Start),
            ("致(返)贫风险", Column::Risk),
            ("家庭人口(人)", Column::People),
            ("村(社区)", Column::Village),
            ("帮扶责任人\r\n联系电话", Column::CadrePhone),
            ("GPS经度", Column::Lon),
        ] {
            assert_eq!(
                Column::with_title(title).map(|(column, _)| column),
                Some(column),
                "{title}"
            );
        }
        assert_eq!(Column::with_title("联系电话"), None);
        assert_eq!(Bare::with_title("联系 电话"), Some(Bare::Phone));
    }
}
