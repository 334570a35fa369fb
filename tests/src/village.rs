//! A village street for tests: households in a row, a field's width apart, their roster, and a good visit to one of them.

use crate::clock::PhoneClock;
use crate::photos::Pictures;
use ruhu_core::app::{App, DraftChange, Finished, PhotoFrom, PhotoTaken};
use ruhu_core::domain::{Fix, LatLon, Mode, Statements};
use ruhu_core::ids::HouseholdNo;
use ruhu_core::time::Clock;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

/// Every household's longitude.
const LON: f64 = 108.72;

/// The real photos, decoded once.
pub static PICTURES: LazyLock<Pictures> = LazyLock::new(|| Pictures::decode().expect("test photos decode"));

/// The household of this number.
pub fn number(n: u32) -> HouseholdNo {
    format!("610924101001{n:06}").parse().expect("18 digits")
}

/// Where it stands: a field's width from its neighbours.
pub fn home(n: u32) -> LatLon {
    LatLon {
        lat: 32.6 + f64::from(n) / 1000.0,
        lon: LON,
    }
}

/// The roster of these cadres and the numbers of their households, from 2021 on.
pub fn roster(cadres: &[(&str, Range<u32>)]) -> String {
    let mut csv = String::from(
        "行政村,户编号,户主姓名,户主证件号码,户类型,帮扶责任人姓名,帮扶责任人单位,帮扶责任人联系电话,帮扶开始时间,经度,纬度\n",
    );
    for (cadre, households) in cadres {
        for n in households.clone() {
            // Every seventh is monitored and wants a visit each month.
            let class = if n % 7 == 6 { "脱贫不稳定户" } else { "脱贫户" };
            writeln!(
                csv,
                "街道社区,{},户主{n},11010519491231002X,{class},{cadre},县医院,,2021-06-01,{LON},{:.4}",
                number(n),
                home(n).lat
            )
            .expect("a string takes it");
        }
    }
    csv
}

/// A good visit: at the door, one photo of this seed, ten minutes, a line written.
pub fn visit(app: &App, clock: &PhoneClock, n: u32, photo: u64) -> Finished {
    let draft = app.start(&number(n), Mode::OnSite).expect("starts").draft.id;
    clock.pass_minutes(1);
    let fix = Fix {
        lat: home(n).lat,
        lon: home(n).lon,
        accuracy_m: Some(8.0),
        at: clock.now().wall,
        mock: false,
        provider: Some("gps".into()),
    };
    app.change(draft, DraftChange::Fix { fix }).expect("takes a position");
    clock.pass_minutes(2);
    let taken = clock.now().wall;
    // Small ones go in one part, larger ones in several.
    let width = 320 + u32::try_from(photo % 3).expect("under three") * 320;
    let bytes = PICTURES.shoot(photo, width, taken, Some(home(n))).expect("a photo");
    let photo = PhotoTaken {
        bytes,
        taken,
        from: PhotoFrom::Camera,
        stamp: None,
    };
    app.attach_photo(draft, photo).expect("takes a photo");
    clock.pass_minutes(10);
    let statements = Statements {
        note: Some("一切正常".into()),
        ..Statements::default()
    };
    app.change(draft, DraftChange::Statements { statements })
        .expect("writes a line");
    app.finish(draft).expect("finishes")
}
