//! Firewalls that refuse methods, sign-in pages, redirects, and statuses that the server did not word.

use super::tools::Behind;
use ruhu_core::app::AppError;
use ruhu_tests::road::Habit;

fn answers(status: &'static str, headers: &str, body: &str) -> Habit {
    Habit::Answers {
        path: "/",
        status,
        headers: headers.to_owned(),
        body: body.to_owned(),
    }
}

#[test]
fn photos_pass_a_firewall_that_lets_only_get_and_post_pass() {
    let behind = Behind::enrolled();
    for (methods, status) in [
        (&["GET", "POST"][..], 405),
        (&["GET", "POST", "HEAD"], 405),
        (&["GET", "POST"], 403),
        (&["GET", "POST", "HEAD", "OPTIONS"], 501),
        (&["GET", "POST"], 400),
        (&["GET", "POST"], 404),
        (&["GET", "POST"], 502),
    ] {
        behind.meets(vec![Habit::OnlyMethods(methods, status)]);
        behind.send_until_done();
        let seen = behind.middlebox.seen();
        assert!(
            seen.iter().filter(|line| line.starts_with("PATCH")).count() <= 1,
            "it knows after one refusal: {seen:?}"
        );
    }
}

#[test]
fn photos_pass_a_firewall_that_cuts_other_methods_without_a_word() {
    let behind = Behind::enrolled();
    behind.meets(vec![Habit::CutsOtherMethods(&["GET", "POST"])]);
    behind.send_until_done();
}

#[test]
fn a_firewall_that_lets_no_photo_pass_in_any_way_is_named() {
    let behind = Behind::enrolled();
    behind.meets(vec![
        Habit::OnlyMethods(&["GET", "POST"], 405),
        Habit::TakesFromRequests("x-http-method-override"),
    ]);
    let why = behind.why();
    assert!(why.contains("防火墙") && why.contains("firewall"), "{why}");
    behind.recovers();
}

#[test]
fn a_sign_in_page_is_named_in_all_its_forms() {
    let behind = Behind::enrolled();
    let html = "Content-Type: text/html\r\n";
    for page in [
        answers("200 OK", html, "<html>Welcome</html>"),
        answers("200 OK", "", "\u{feff}<!DOCTYPE html>"),
        answers("511 Network Authentication Required", html, "<html></html>"),
        answers("302 Found", "Location: /login\r\n", ""),
    ] {
        let what = format!("{page:?}");
        behind.meets(vec![page]);
        let why = behind.why();
        assert!(why.contains("要先登录") && why.contains("sign in"), "{what}: {why}");
        behind.recovers();
    }
}

#[test]
fn where_a_redirect_leads_is_named_and_never_gone_to() {
    let behind = Behind::enrolled();
    for (status, to, zh) in [
        (
            "301 Moved Permanently",
            "https://127.0.0.1/v1/sync",
            "改成了 https://127.0.0.1",
        ),
        (
            "308 Permanent Redirect",
            "https://127.0.0.1:8443/v1/sync",
            "改成了 https://127.0.0.1:8443",
        ),
        (
            "302 Found",
            "http://login.hotel.example/?u=1",
            "http://login.hotel.example",
        ),
        (
            "307 Temporary Redirect",
            "//login.hotel.example/",
            "http://login.hotel.example",
        ),
    ] {
        behind.meets(vec![answers(status, &format!("Location: {to}\r\n"), "")]);
        let why = behind.why();
        assert!(why.contains(zh) && !why.contains("u=1"), "{to}: {why}");
        behind.recovers();
    }
}

#[test]
fn a_status_that_the_server_did_not_word_is_told_with_its_number() {
    let behind = Behind::enrolled();
    for (status, zh) in [
        ("403 Forbidden", "403"),
        ("407 Proxy Authentication Required", "407"),
        ("421 Misdirected Request", "421"),
        ("426 Upgrade Required", "426"),
        ("431 Request Header Fields Too Large", "431"),
        ("423 Locked", "423"),
        ("502 Bad Gateway", "502"),
        ("504 Gateway Time-out", "504"),
    ] {
        behind.meets(vec![answers(status, "Content-Type: text/html\r\n", "<html>no</html>")]);
        let why = behind.why();
        assert!(why.contains(zh), "{status}: {why}");
        behind.middlebox.seen();
        behind.recovers();
    }
}

#[test]
fn a_proxys_413_has_smaller_parts_sent() {
    let behind = Behind::enrolled();
    behind.meets(vec![Habit::MostBytes(40_000)]);
    behind.send_until_done();
    behind.meets(vec![Habit::MostBytes(10)]);
    let why = behind.why();
    assert!(why.contains("太大（413）"), "{why}");
    behind.recovers();
}

#[test]
fn an_answer_that_comes_too_late_is_found_again() {
    let behind = Behind::enrolled();
    behind.meets(vec![Habit::AnswersTooLate(&["PATCH"])]);
    behind.send_until_done();
    behind.meets(vec![Habit::AnswersTooLate(&["POST"])]);
    let why = behind.why();
    assert!(why.contains("504"), "{why}");
    behind.recovers();
}

#[test]
fn bodies_in_another_form_are_no_answer_and_chunks_are_none_of_its_business() {
    let behind = Behind::enrolled();
    behind.meets(vec![Habit::Encodes]);
    let why = behind.why();
    assert!(why.contains("改动了镇里的回答"), "{why}");
    behind.recovers();
    behind.meets(vec![Habit::Chunks]);
    behind.send_until_done();
}

#[test]
fn enrolment_behind_a_strange_road_names_the_cause_and_keeps_the_code() {
    let behind = Behind::enrolled();
    for (habit, zh) in [
        (
            answers("200 OK", "Content-Type: text/html\r\n", "<html></html>"),
            "要先登录",
        ),
        (
            answers("301 Moved Permanently", "Location: https://127.0.0.1/\r\n", ""),
            "https://127.0.0.1",
        ),
        (answers("407 Proxy Authentication Required", "", ""), "407"),
        (answers("423 Locked", "", ""), "423"),
        (answers("503 Service Unavailable", "Retry-After: 0\r\n", ""), "正忙"),
    ] {
        behind.meets(vec![habit]);
        let code = behind
            .world
            .town
            .code_for(behind.world.cadre(super::tools::CADRE), behind.middlebox.url());
        let code = code.expect("a code");
        match behind.app.enrol(&code, "road") {
            Err(AppError::TryLater { text }) => assert!(text.zh.contains(zh), "{text:?}"),
            other => panic!("{other:?}"),
        }
        behind.middlebox.set(Vec::new());
        behind.app.enrol(&code, "road").expect("the code still holds");
    }
}
