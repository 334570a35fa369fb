//! Pages of any day and year: the same homes behind the same words as the pure rules say of that day; as text, as a
//! cadre's, and in words where the day is none.

use crate::world::township::{by_the_rules, day, homes_linked, small_township};
use crate::world::{Answer, Call, World};
use ruhu_core::coverage::{Cell, Coverage, Line, Mark, State};
use ruhu_core::ids::RegionCode;
use std::collections::BTreeSet;

fn get(world: &World, path: &str, cookie: &str) -> Answer {
    world.call(&Call::new("GET", path).with("Cookie", cookie))
}

fn homes(
    world: &World,
    township: &RegionCode,
    on: &str,
    holds: impl Fn(&Coverage, &[Cell]) -> bool,
) -> BTreeSet<String> {
    by_the_rules(world, township, day(on))
        .into_iter()
        .filter(|(_, of, cells)| holds(of, cells))
        .map(|(home, _, _)| home.household.to_string())
        .collect()
}

#[test]
fn a_page_of_any_day_lists_what_the_rules_say_of_that_day() {
    let world = World::new();
    let township = small_township(&world);
    let cookie = world.administrator();
    let mut broken_ever = 0;
    for on in [
        "2026-02-28",
        "2026-03-01",
        "2026-06-30",
        "2026-09-10",
        "2026-11-24",
        "2026-12-31",
        "2027-01-01",
    ] {
        let here = format!("/villages/{township}?on={on}");
        let all = homes_linked(&get(&world, &here, &cookie).text());
        assert_eq!(all, homes(&world, &township, on, |_, _| true), "{on}");
        // A promise is broken where even all that waits for review would not keep it.
        let broken = homes_linked(&get(&world, &format!("{here}&show=broken"), &cookie).text());
        let out = |line: &Line| {
            let over = matches!(line.state, State::Missed | State::Lost);
            line.binding && over && line.have + line.pending < line.need
        };
        let expected = homes(&world, &township, on, |of, _| of.lines.iter().any(out));
        assert_eq!(broken, expected, "{on}");
        broken_ever += broken.len();
        let first = homes_linked(&get(&world, &format!("{here}&window=1&show=met"), &cookie).text());
        let met = |cells: &[Cell]| {
            let mut early = cells.iter().filter(|cell| cell.from.month() <= 2).peekable();
            early.peek().is_some() && early.all(|cell| cell.mark == Mark::Met || cell.from > day(on))
        };
        assert_eq!(first, homes(&world, &township, on, |_, cells| met(cells)), "{on}");
    }
    assert!(broken_ever > 0, "some promise is broken on some day");
}

#[test]
fn links_of_a_day_keep_it_and_a_year_that_is_over_is_seen_from_its_end() {
    let world = World::new();
    let township = small_township(&world);
    let cookie = world.administrator();
    let text = get(&world, "/?on=2026-05-03", &cookie).text();
    let villages: Vec<&str> = text.split("href=\"/villages/").skip(1).collect();
    assert!(
        villages.len() > 10
            && villages.iter().all(|link| link
                .split('"')
                .next()
                .is_some_and(|link| link.contains("on=2026-05-03")))
    );
    assert!(text.contains("2026-05-03 的样子") && !get(&world, "/", &cookie).text().contains("的样子"));
    let over = get(&world, "/?year=2025", &cookie).text();
    assert!(
        over.contains("2025 年过完了，") && over.contains("/villages/610924102?show=short&amp;on=2025-12-31"),
        "{over}"
    );
    assert_eq!(
        get(&world, "/?year=2026", &cookie).text(),
        get(&world, "/?year=2026", &cookie).text()
    );
    assert!(
        get(&world, "/?year=2025&window=2", &cookie)
            .text()
            .contains("2025-04-30 的样子")
    );
    for bad in ["/?on=2026-02-30", "/?year=x", "/?window=9", "/cadres/610924102/x?on=y"] {
        let answer = get(&world, bad, &cookie);
        assert_eq!(answer.status, 400, "{bad}");
        assert!(answer.text().contains("2026-05-03 这样"));
    }
    for path in [
        format!("/villages/{township}?on=soon"),
        format!("/ledger/{township}?on=soon"),
    ] {
        assert_eq!(get(&world, &path, &cookie).status, 400, "{path}");
    }
}

#[test]
fn a_cadres_page_lists_their_homes_and_nobody_elses_and_ranks_nobody() {
    let world = World::new();
    let township = small_township(&world);
    let cookie = world.administrator();
    let theirs = |cadre: &str| {
        let page = get(&world, &format!("/cadres/{township}/{cadre}"), &cookie);
        assert_eq!(page.status, 200);
        page.text()
    };
    let (first, second) = (
        theirs("01010101-0101-0101-0101-010101010101"),
        theirs("02020202-0202-0202-0202-020202020202"),
    );
    let own = homes_linked(&second);
    assert_eq!(own, BTreeSet::from(["610924102002001".to_owned()]));
    assert_eq!(homes_linked(&first).len(), 4);
    assert!(homes_linked(&first).is_disjoint(&own));
    assert!(second.contains("王芳") && second.contains("天没联网"));
    for word in ["排名", "名次", "得分", "score", "rank", '%'.to_string().as_str()] {
        assert!(!first.contains(word), "{word}");
    }
    let none = get(
        &world,
        &format!("/cadres/{township}/09090909-0909-0909-0909-090909090909"),
        &cookie,
    );
    assert_eq!(none.status, 404);
}

#[test]
fn every_page_is_text_too_with_names_and_no_number_of_a_person() {
    let world = World::new();
    let township = small_township(&world);
    let cookie = world.administrator();
    let cadre = "01010101-0101-0101-0101-010101010101";
    for (path, expected) in [
        ("/?as=text".to_owned(), "【高坪镇】截至 2026年11月24日"),
        (format!("/villages/{township}?show=pressing&as=text"), "1. 户主"),
        (
            format!("/cadres/{township}/{cadre}?as=text&on=2026-10-31"),
            "截至 2026年10月31日",
        ),
        (format!("/households/{township}/610924102001002?as=text"), "1–2月 ✓"),
    ] {
        let answer = get(&world, &path, &cookie);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
        let text = answer.text();
        assert!(text.contains(expected), "{path}: {text}");
        assert!(
            !text.contains("13812345678") && !text.contains("6124011960") && !text.contains('<'),
            "{text}"
        );
        // The page itself has the same text for the script to copy.
        let page = get(&world, &path.replace("as=text", "as=page"), &cookie).text();
        let line = text.lines().nth(1).expect("a second line");
        assert!(page.contains(line), "{path}: {line}");
    }
    let english = get(&world, "/?as=text&lang=en", &cookie).text();
    assert!(english.starts_with("[高坪镇] as of 2026-11-24"), "{english}");
}
