//! Every path that the server answers, with a stranger's ids: what lies outside the caller's reach is answered by the
//! same bytes as what does not exist. A path without a case here fails the test.

use crate::world;
use crate::world::accounts::Home;
use crate::world::{Answer, Call, Phone, World};
use ruhu_core::ids::Sha256;
use ruhu_core::record::{Envelope, Kind, sign_record};
use ruhu_core::time::{Clock, TimeEvidence};
use ruhu_core::wire::SyncAnswer;
use ruhu_server::store::{Role, Sessions};
use ruhu_server::web::serve::paths;

/// What is done with a path.
enum Case {
    /// These are called with a page's session: each pair is a stranger's id and one that does not exist.
    Page(&'static str, Vec<(String, String)>),
    /// These are called by a phone.
    Phone(&'static [&'static str], Vec<(String, String)>),
    /// It has no id in its path; what it does is looked at in a test of its own, named here.
    Elsewhere(&'static str),
    /// It shows no row of a township to anybody.
    Open,
}

/// A home of nobody's reach, and ids that do not exist but look as good.
struct Ids {
    stranger: Home,
    session: String,
}

const NO_HOUSEHOLD: &str = "610924102001999";
const NO_TOWNSHIP: &str = "610924109";
const NO_VILLAGE: &str = "610924109009";
const NO_UPLOAD: &str = "00112233445566778899aabbccddeeff";
const NO_CADRE: &str = "09090909-0909-0909-0909-090909090909";
const NO_SESSION: &str = "001122334455";

fn no_photo() -> String {
    Sha256::of(b"nobody's").to_string()
}

/// The case of a path, for somebody whose own township is `own`.
fn case(path: &str, own: &str, ids: &Ids) -> Case {
    let Ids { stranger, session } = ids;
    let pair = |a: String, b: String| vec![(a, b)];
    match path {
        // Whoever has a village of it is sent there; another test looks at that.
        "/" if stranger.township == own => Case::Open,
        "/" => Case::Page(
            "GET",
            pair(
                format!("/?township={}", stranger.township),
                format!("/?township={NO_TOWNSHIP}"),
            ),
        ),
        "/villages/{code}" => Case::Page(
            "GET",
            vec![
                (
                    format!("/villages/{}", stranger.village),
                    format!("/villages/{NO_VILLAGE}"),
                ),
                (
                    format!("/villages/{}?show=pressing", stranger.village),
                    format!("/villages/{NO_VILLAGE}?show=pressing"),
                ),
            ],
        ),
        "/cadres/{township}/{id}" => Case::Page(
            "GET",
            vec![
                (
                    format!("/cadres/{}/{}", stranger.township, stranger.cadre),
                    format!("/cadres/{NO_TOWNSHIP}/{NO_CADRE}"),
                ),
                (
                    format!("/cadres/{own}/{}", stranger.cadre),
                    format!("/cadres/{own}/{NO_CADRE}"),
                ),
            ],
        ),
        "/ledger/{code}" => Case::Page(
            "GET",
            pair(format!("/ledger/{}", stranger.village), format!("/ledger/{NO_VILLAGE}")),
        ),
        "/households/{township}/{no}" => Case::Page(
            "GET",
            vec![
                (
                    format!("/households/{}/{}", stranger.township, stranger.household),
                    format!("/households/{NO_TOWNSHIP}/{NO_HOUSEHOLD}"),
                ),
                (
                    format!("/households/{own}/{}", stranger.household),
                    format!("/households/{own}/{NO_HOUSEHOLD}"),
                ),
            ],
        ),
        "/households/{township}/{no}/open" => Case::Page(
            "POST",
            vec![
                (
                    format!("/households/{}/{}/open", stranger.township, stranger.household),
                    format!("/households/{NO_TOWNSHIP}/{NO_HOUSEHOLD}/open"),
                ),
                (
                    format!("/households/{own}/{}/open", stranger.household),
                    format!("/households/{own}/{NO_HOUSEHOLD}/open"),
                ),
            ],
        ),
        "/photos/{township}/{sha256}" => Case::Page(
            "GET",
            vec![
                (
                    format!("/photos/{}/{}", stranger.township, stranger.photo),
                    format!("/photos/{NO_TOWNSHIP}/{}", no_photo()),
                ),
                (
                    format!("/photos/{own}/{}", stranger.photo),
                    format!("/photos/{own}/{}", no_photo()),
                ),
            ],
        ),
        "/sessions/{id}/end" => Case::Page(
            "POST",
            pair(
                format!("/sessions/{session}/end"),
                format!("/sessions/{NO_SESSION}/end"),
            ),
        ),
        "/v1/photos/{name}" => Case::Phone(
            &["GET", "HEAD", "PATCH", "DELETE"],
            vec![
                (
                    format!("/v1/photos/{}", stranger.upload),
                    format!("/v1/photos/{NO_UPLOAD}"),
                ),
                (
                    format!("/v1/photos/{}", stranger.photo),
                    format!("/v1/photos/{}", no_photo()),
                ),
            ],
        ),
        "/v1/photos" => Case::Elsewhere("a_phone_cannot_begin_an_upload_of_a_strangers_photo"),
        "/v1/sync" => Case::Elsewhere("a_phone_hears_nothing_of_strangers_and_writes_nothing_of_theirs"),
        "/sessions" | "/sessions/end-others" | "/sign-out" | "/account/password" => {
            Case::Elsewhere("sessions_of_others_are_neither_listed_nor_ended")
        }
        // A code or a link is itself the secret: whoever does not hold it holds nothing.
        "/v1/server" => Case::Elsewhere("a_server_says_of_itself_no_more_than_stands_on_a_printed_sheet"),
        // The phone app is the same for everybody.
        "/app" | "/app/{name}" => Case::Elsewhere("the_phone_app_is_the_same_for_everybody_and_tells_of_nobody"),
        "/v1/enrol" | "/sign-in" | "/sign-in/{token}" | "/password/{token}" => Case::Open,
        "/health" | "/ruhu.css" | "/ruhu.js" | "/metrics" | "/openapi.json" => Case::Open,
        other => panic!("{other} has no case here: what does it answer to a stranger's ids?"),
    }
}

/// Status, kind and body, the asked id taken out of it: what somebody could tell two answers apart by.
fn seen(answer: &Answer, asked: &str) -> (u16, Option<String>, String) {
    let last = asked.rsplit('/').next().expect("a last part");
    let kind = answer.header("content-type").map(str::to_owned);
    (answer.status, kind, answer.text().replace(last, "ID"))
}

fn same_as_nothing(world: &World, own: &str, ids: &Ids, cookie: &str, phone: &Phone) -> usize {
    let mut asked = 0;
    for path in paths() {
        match case(&path, own, ids) {
            Case::Page(method, pairs) => {
                for (stranger, none) in pairs {
                    let call = |path: &str| world.call(&Call::new(method, path).with("Cookie", cookie));
                    let (one, other) = (call(&stranger), call(&none));
                    assert_eq!(one.status, 404, "{method} {stranger}: {}", one.text());
                    assert_eq!(one.body, other.body, "{method} {stranger} is not like {none}");
                    assert_eq!(seen(&one, &stranger), seen(&other, &none));
                    asked += 1;
                }
            }
            Case::Phone(methods, pairs) => {
                for (method, (stranger, none)) in methods.iter().flat_map(|m| pairs.iter().map(move |pair| (*m, pair)))
                {
                    let call = |path: &str| {
                        let call = Call::tus(method, path, phone);
                        world.call(&if method == "PATCH" { call.part(0, b"x") } else { call })
                    };
                    assert_eq!(
                        seen(&call(stranger), stranger),
                        seen(&call(none), none),
                        "{method} {stranger} is not like {none}"
                    );
                    asked += 1;
                }
            }
            Case::Elsewhere(test) => {
                let written = include_str!("stranger.rs").contains(&format!("fn {test}()"));
                assert!(written, "{path}: the test {test} is not here");
            }
            Case::Open => {}
        }
    }
    asked
}

fn session_of(world: &World, name: &str) -> String {
    let sessions = world.folder().store.sessions(world.clock.now().wall).expect("readable");
    let of = |row: &ruhu_server::store::SessionRow| row.account.as_ref().is_some_and(|a| a.name.as_str() == name);
    sessions
        .iter()
        .find(|row| of(row))
        .expect("it is signed in")
        .id
        .to_string()
}

#[test]
fn a_strangers_ids_are_answered_like_ids_that_do_not_exist() {
    let world = World::new();
    let neighbour = world.home("610924103001001", (3, "李雷"));
    let across = world.home("610924102002001", (4, "韩梅"));
    let own = world.home("610924102001002", (5, "赵云"));
    world.signed_in_as("邻镇", "610924103", Role::Township);
    let session = session_of(&world, "邻镇");
    let cookies = [
        (world.signed_in_as("本镇", "610924102", Role::Township), &own),
        (world.signed_in_as("只读", "610924102", Role::ReadOnly), &own),
        (world.signed_in_as("本村", "610924102001", Role::Township), &own),
        (world.signed_in_as("邻县", "610925", Role::Township), &own),
    ];
    let mut ids = Ids {
        stranger: neighbour,
        session,
    };
    for (cookie, own) in &cookies {
        assert_eq!(same_as_nothing(&world, &own.township, &ids, cookie, &own.phone), 21);
    }
    // The same for another village of one's own township, to whom has one village alone; and for another phone of it.
    ids.stranger = across;
    let (cookie, own) = &cookies[2];
    assert_eq!(same_as_nothing(&world, &own.township, &ids, cookie, &own.phone), 20);
    // What was not shown was not changed either.
    let whole = world.administrator();
    for home in [&ids.stranger, *own] {
        let page = format!("/households/{}/{}", home.township, home.household);
        assert_eq!(world.look(&page, &whole).status, 200);
        assert_eq!(
            world
                .look(&format!("/photos/{}/{}", home.township, home.photo), &whole)
                .status,
            200
        );
        let path = format!("/v1/photos/{}", home.upload);
        let upload = Call::tus("HEAD", &path, &home.phone);
        assert_ne!(world.call(&upload).status, 404, "the phone's own upload is there");
    }
    assert_eq!(session_of(&world, "邻镇"), ids.session);
}

#[test]
fn what_lies_within_reach_is_shown() {
    let world = World::new();
    let here = world.home("610924102001002", (5, "赵云"));
    world.home("610924102002001", (4, "韩梅"));
    let paths = [
        "/".to_owned(),
        format!("/villages/{}", here.village),
        format!("/households/{}/{}", here.township, here.household),
        format!("/photos/{}/{}", here.township, here.photo),
        format!("/cadres/{}/{}", here.township, here.cadre),
        format!("/ledger/{}", here.village),
    ];
    for (name, scope) in [
        ("县", "610924"),
        ("镇", "610924102"),
        ("村", "610924102001"),
        ("省", "61"),
    ] {
        let cookie = world.signed_in_as(name, scope, Role::ReadOnly);
        for path in &paths {
            let expected = if (name, path.as_str()) == ("村", "/") {
                303
            } else {
                200
            };
            assert_eq!(world.look(path, &cookie).status, expected, "{name} {path}");
        }
    }
    let village = world::accounts::cookie_of(&world.sign_in("村", world::accounts::PASSWORD));
    for front in ["/", "/?township=610924102"] {
        let sent = world.look(front, &village);
        assert_eq!(
            (sent.status, sent.header("location")),
            (303, Some("/villages/610924102001"))
        );
    }
    assert_eq!(
        world.look("/villages/610924102", &village).status,
        404,
        "the whole township is not"
    );
    let text = world.look("/villages/610924102001", &village).text();
    assert!(text.contains("610924102001002") && !text.contains("610924102002001") && !text.contains("韩梅"));
}

#[test]
fn a_phone_cannot_begin_an_upload_of_a_strangers_photo() {
    let world = World::new();
    let stranger = world.home("610924103001001", (3, "李雷"));
    let own = world.home("610924102001002", (5, "赵云"));
    let begin = |sha256: &str| {
        use base64::Engine;
        let name = base64::engine::general_purpose::STANDARD.encode(sha256);
        let call = Call::tus("POST", "/v1/photos", &own.phone).with("Upload-Length", "15");
        world.call(&call.with("Upload-Metadata", format!("sha256 {name}")))
    };
    let (theirs, nobodys) = (begin(&stranger.photo), begin(&no_photo()));
    assert_eq!((theirs.status, theirs.code().as_str()), (409, "photo_not_named"));
    assert_eq!(theirs.body, nobodys.body);
    assert_eq!(begin(&own.photo).status, 201);
}

#[test]
fn a_phone_hears_nothing_of_strangers_and_writes_nothing_of_theirs() {
    let world = World::new();
    let stranger = world.home("610924103001001", (3, "李雷"));
    world.home("610924102002001", (4, "韩梅"));
    let own = world.home("610924102001002", (5, "赵云"));
    let record = |township: &str| {
        let envelope = Envelope {
            id: ruhu_core::ids::RecordId::new(world.clock.now().wall),
            kind: Kind::Consent,
            v: 1,
            township: township.parse().expect("nine digits"),
            device: own.phone.kid(),
            seq: 1,
            prev: None,
            at: TimeEvidence::told(world.clock.now().wall),
            anchor: None,
            body: serde_json::json!({}),
        };
        sign_record(&*own.phone.signer, envelope).expect("signed").jws
    };
    let sync = |record: &str| {
        let request = serde_json::json!({
            "records": [record], "cursor": 0, "checkpoint": null, "waiting_records": 0, "waiting_photos": 0
        });
        let body = serde_json::to_vec(&request).expect("JSON");
        world.call(&Call::new("POST", "/v1/sync").by(&own.phone).body(&body))
    };
    let before = world.folder().store_size(&stranger.township);
    for township in [stranger.township.as_str(), NO_TOWNSHIP] {
        let answer = sync(&record(township));
        assert_eq!(answer.status, 200, "{}", answer.text());
        let text = answer.text();
        assert!(
            text.contains("\"refused\"") && text.contains("another_township"),
            "{text}"
        );
        for strange in [&stranger.household, "610924102002001", "李雷"] {
            assert!(!text.contains(strange), "{strange} is told to a stranger's phone");
        }
        let heard: SyncAnswer = answer.json();
        let households: Vec<&str> = heard
            .down
            .households
            .iter()
            .map(|h| h.household.household.as_str())
            .collect();
        assert_eq!(households, [own.household.as_str()]);
    }
    assert_eq!(world.folder().store_size(&stranger.township), before);
}

/// How long the log of a township is.
trait StoreSize {
    fn store_size(&self, township: &str) -> u64;
}
impl StoreSize for ruhu_server::folder::Folder {
    fn store_size(&self, township: &str) -> u64 {
        use ruhu_server::store::Ledger;
        let code = township.parse().expect("nine digits");
        self.store.log(&code, None).expect("a log").size
    }
}

#[test]
fn sessions_of_others_are_neither_listed_nor_ended() {
    let world = World::new();
    let mine = world.signed_in_as("甲", "610924102", Role::Township);
    let theirs = world.signed_in_as("乙", "610924102", Role::Township);
    let whole = world.administrator();
    let (my_id, their_id) = (session_of(&world, "甲"), session_of(&world, "乙"));
    let page = world.look("/sessions", &mine).text();
    assert!(page.contains(&my_id) && !page.contains(&their_id), "{page}");
    let done = world.send_form("/sessions/end-others", Some(&mine), &[]);
    assert_eq!(done.status, 303);
    assert_eq!(world.look("/account/password", &mine).status, 200);
    assert_eq!(
        world.look("/account/password", &whole).status,
        404,
        "an administrator has no password"
    );
    assert_eq!(world.send_form("/sign-out", Some(&mine), &[]).status, 303);
    assert_eq!(world.look("/", &mine).status, 401);
    for cookie in [&theirs, &whole] {
        assert_eq!(world.look("/", cookie).status, 200);
    }
}

#[test]
fn without_a_token_or_a_session_no_path_shows_a_row() {
    let world = World::new();
    let home = world.home("610924102001002", (5, "赵云"));
    let ids = Ids {
        session: NO_SESSION.to_owned(),
        stranger: home,
    };
    for path in paths() {
        let (methods, pairs) = match case(&path, world::TOWNSHIP, &ids) {
            Case::Page(method, pairs) => (vec![method], pairs),
            Case::Phone(methods, pairs) => (methods.to_vec(), pairs),
            Case::Elsewhere(_) | Case::Open => continue,
        };
        for (method, (asked, _)) in methods.iter().flat_map(|m| pairs.iter().map(move |pair| (*m, pair))) {
            let call = Call::new(method, asked).with("Tus-Resumable", "1.0.0");
            let answer = world.call(&call);
            assert_eq!(answer.status, 401, "{method} {asked}");
            assert!(!answer.text().contains(&ids.stranger.household), "{method} {asked}");
        }
    }
}

#[test]
fn a_server_says_of_itself_no_more_than_stands_on_a_printed_sheet() {
    let world = World::new();
    let answer = world.call(&Call::new("GET", "/v1/server"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer: serde_json::Value = answer.json();
    let fields: Vec<_> = answer.as_object().expect("an object").keys().collect();
    assert_eq!(fields, ["server"]);
    let statement = answer["server"].as_str().expect("a JWS");
    let (key, about) = ruhu_core::record::AboutServer::read(statement).expect("signed by the key it carries");
    assert_eq!(key, world.running().app().signer.public());
    let payload = ruhu_core::record::Jws::parse(statement).expect("a JWS").payload;
    let told: serde_json::Value = serde_json::from_slice(&payload).expect("JSON");
    let told: Vec<_> = told.as_object().expect("an object").keys().collect();
    assert_eq!(told, ["server_key", "township_name"]);
    assert_eq!(about.township_name.as_deref(), Some("高坪镇"));
    // Of several townships none is named.
    world.home("610924103001001", (3, "李雷"));
    let answer: serde_json::Value = world.call(&Call::new("GET", "/v1/server")).json();
    let statement = answer["server"].as_str().expect("a JWS");
    let (_, about) = ruhu_core::record::AboutServer::read(statement).expect("signed");
    assert_eq!(about.township_name, None);
}

#[test]
fn the_phone_app_is_the_same_for_everybody_and_tells_of_nobody() {
    let world = World::new();
    let home = world.home("610924102001002", (5, "赵云"));
    let given = world.data.path().join("given.apk");
    std::fs::write(&given, ruhu_tests::apk::TestApk::of("0.2.0", 20).bytes()).expect("written");
    let brought = ruhu_server::phone_app::bring(world.data.path(), &given, world.clock.now().wall).expect("a good APK");
    let ruhu_server::phone_app::Brought::New(waiting) = brought else {
        panic!("it was not there before")
    };
    let published = waiting.announce().expect("announced");
    let payload = serde_json::to_value(&published.app).expect("JSON");
    let told: Vec<_> = payload.as_object().expect("an object").keys().collect();
    assert_eq!(
        told,
        ["bytes", "file", "min_sdk", "sha256", "version_code", "version_name"]
    );
    let cookie = world.administrator();
    for path in ["/app".to_owned(), format!("/app/{}", published.app.file)] {
        for accept in ["application/json", "text/html"] {
            let call = || Call::new("GET", &path).with("Accept", accept);
            let answers = [
                world.call(&call()),
                world.call(&call().by(&home.phone)),
                world.call(&call().with("Cookie", &*cookie)),
            ];
            for answer in &answers {
                assert_eq!(
                    (answer.status, &answer.body),
                    (200, &answers[0].body),
                    "{path} {accept}"
                );
                assert!(answer.header("set-cookie").is_none(), "{path}");
            }
            let text = answers[0].text();
            for personal in [&home.household, &home.township, "赵云", "高坪镇"] {
                assert!(!text.contains(personal), "{path}: {personal}");
            }
        }
    }
}
