//! A busy clerk's morning: in by the link, the sentence, the number behind it, a village, a cadre, a home; another day,
//! another year; paper, a chat, English.

use super::browser::{Browser, is_here, shots};
use super::world::World;
use serde_json::json;

#[test]
fn a_clerk_reads_the_sentence_and_finds_whom_to_call() {
    if !is_here() {
        eprintln!("no Chromium here: run `cargo xtask test`, which installs it");
        return;
    }
    let world = World::since("2025-11-01");
    let browser = Browser::open();
    browser.size(1366, 768);

    // In by the link, which asks first.
    browser.go(&world.at("/"));
    assert!(browser.text().contains("请先登录"), "{}", browser.text());
    browser.go(&world.sign_in());
    browser.shoot("01-sign-in");
    browser.find("button").click();
    browser.find("h1 a.alarm");

    // The sentence, and the homes its number counts.
    let sentence = browser.find("h1").text();
    assert!(sentence.contains("第 6 期（11–12月）还有 37 天，"), "{sentence}");
    fits(&browser, "the front page at 1366");
    browser.shoot("02-overview-1366");
    browser.size(1920, 1080);
    fits(&browser, "the front page at 1920");
    browser.shoot("03-overview-1920");
    browser.size(1366, 768);
    let number = browser.find("h1 a.alarm");
    let told: usize = number.text().trim_end_matches(" 户").parse().expect("a number");
    number.click();
    browser.find("table.households");
    assert_eq!(browser.count("table.households tbody tr"), told);
    fits(&browser, "a list");
    browser.shoot("04-pressing");

    // A village, by its name on the front page.
    browser.go(&world.at("/"));
    let village = browser.find("table.villages tbody th a");
    let name = village.text();
    village.click();
    browser.find(".crumb");
    assert!(browser.find("h1").text().contains(&name));
    browser.shoot("05-village");

    // A cadre and a home of that cadre's.
    browser.find("a.who").click();
    browser.find(".homes-of");
    let homes = browser.count("table.households tbody tr");
    assert!(browser.address().contains("/cadres/") && homes > 0);
    fits(&browser, "a cadre's page");
    browser.shoot("06-cadre");
    let text = browser.text();
    assert!(!text.contains('%') && !text.contains("排名"), "no score and no rank");
    browser.find("a.name").click();
    browser.find(".visits");
    assert!(browser.address().contains("/households/") && browser.find("h1").text().contains('家'));
    fits(&browser, "a home's page");
    browser.shoot("07-home");

    another_day(&world, &browser);
    to_a_chat(&world, &browser);
    english(&world, &browser);
}

/// The end of a window that is over, a day that is written, a year that is over.
fn another_day(world: &World, browser: &Browser) {
    browser.go(&world.at("/"));
    browser.link("5–6月").click();
    browser.find("input[name=on][value='2026-06-30']");
    assert!(browser.address().ends_with("?on=2026-06-30"));
    assert!(browser.find("h1").text().contains("第 3 期"), "{}", browser.text());
    assert!(browser.find(".past").text().contains("2026-06-30"));
    browser.shoot("08-window-3");
    // What is opened from there is of the same day.
    browser.find("table.villages tbody th a").click();
    browser.find("table.households");
    assert!(browser.address().ends_with("?on=2026-06-30"));
    browser.run("document.querySelector('input[name=on]').value = '2026-02-10';");
    browser.find(".when form button").click();
    browser.find("input[name=on][value='2026-02-10']");
    assert!(browser.address().contains("on=2026-02-10"), "{}", browser.address());
    assert!(browser.find(".past").text().contains("2026-02-10"));
    browser.shoot("09-day-written");
    browser.link("‹ 2025").click();
    browser.find("input[name=on][value='2025-12-31']");
    assert!(browser.find(".past").text().contains("2025-12-31"));
    browser.go(&world.at("/?year=2025"));
    assert!(
        browser.find("h1").text().contains("2025 年过完了"),
        "{}",
        browser.text()
    );
    browser.shoot("10-year-2025");
    browser.find(".past a").click();
    browser.find("input[name=on][value='2026-11-24']");
    assert_eq!(browser.count(".past"), 0);
    browser.go(&world.at("/?on=2026-02-30"));
    assert!(browser.text().contains("2026-05-03 这样"), "{}", browser.text());
    browser.shoot("11-no-day");
}

/// The text goes to the clipboard by one press, and is a page of its own without a script; paper has a heading and no bar.
fn to_a_chat(world: &World, browser: &Browser) {
    let origin = world.at("");
    browser.chromium(
        "Browser.grantPermissions",
        json!({"origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}),
    );
    browser.go(&world.at("/"));
    browser.find("[data-copy]").click();
    let copied = browser.run_until_done(
        "const done = arguments[0]; navigator.clipboard.readText().then(done, (error) => done('' + error));",
    );
    let copied = copied.as_str().expect("a text").replace("\r\n", "\n");
    assert!(copied.starts_with("【蒿坪镇】截至 2026年11月24日\n第 6 期"), "{copied}");
    assert!(browser.find("[data-copy]").text().contains("已复制"));
    browser.shoot("12-copied");
    let page = browser.run_until_done("const done = arguments[0]; fetch('/').then(done, () => done('closed'));");
    assert_eq!(page, "closed", "a page's script may not fetch");
    browser.go(&world.at("/?as=text"));
    assert_eq!(browser.find("pre").property("textContent"), copied);
    browser.shoot("13-as-text");
    std::fs::write(shots().join("13-as-text.txt"), &copied).expect("written");

    for (name, path) in [
        ("14-print-overview", "/"),
        ("15-print-pressing", "/villages/610924101?show=pressing"),
    ] {
        browser.go(&world.at(path));
        let pdf = browser.print(name);
        let text = std::process::Command::new("pdftotext")
            .arg("-layout")
            .arg(&pdf)
            .arg("-")
            .output();
        let text = String::from_utf8(text.expect("pdftotext runs").stdout).expect("UTF-8");
        assert!(
            text.contains("蒿坪镇") && text.contains("2026-11-24") && text.contains("打印人 管理员"),
            "{text}"
        );
        assert!(
            !text.contains("退出") && !text.contains("复制成文字") && !text.contains("看哪一天"),
            "{text}"
        );
    }
}

fn english(world: &World, browser: &Browser) {
    browser.go(&world.at("/"));
    browser.link("EN").click();
    browser.find("html[lang=en]");
    assert!(
        browser.find("h1").text().contains("has 37 days left"),
        "{}",
        browser.text()
    );
    fits(browser, "the English front page");
    browser.shoot("16-overview-en");
    browser.find("h1 a.alarm").click();
    browser.find("table.households");
    browser.shoot("17-pressing-en");
    browser.find("a.who").click();
    browser.find(".homes-of");
    browser.shoot("18-cadre-en");
    browser.find("a.name").click();
    browser.find(".visits");
    fits(browser, "an English home's page");
    browser.shoot("19-home-en");
}

/// Nothing stands beyond the right edge of the page, nor of any card on it.
fn fits(browser: &Browser, what: &str) {
    let over = browser.run(
        "return [document.documentElement, ...document.querySelectorAll('.card')]
            .filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.className || part.tagName);",
    );
    assert_eq!(over, json!([]), "{what} has something wider than its place");
}
