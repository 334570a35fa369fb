//! Every action that must leave a row of the audit log leaves one that names who, what, from where, and under which
//! session; and what the log says is held by the township's own signed log.

use crate::keeping::ruhu::{json, plain, ruhu};
use crate::world::accounts::{Home, PASSWORD, cookie_of};
use crate::world::{Call, World};
use ruhu_core::time::{Clock, DAY_MS};
use ruhu_server::store::{Audit, AuditRow, Role};
use ruhu_server::town::audit::seal_audit;
use rusqlite::Connection;

fn rows(world: &World) -> Vec<AuditRow> {
    let mut rows = Vec::new();
    let broken = world.folder().store.audit(&mut |row| {
        rows.push(row);
        Ok(())
    });
    assert_eq!(broken.expect("readable"), None, "every row follows the one before");
    rows
}

/// What an action needs.
struct Scene {
    world: World,
    home: Home,
    cookie: String,
    outside: tempfile::TempDir,
}

impl Scene {
    fn look(&self, path: &str) {
        assert_eq!(self.world.look(path, &self.cookie).status, 200, "{path}");
    }
    fn post(&self, path: &str, fields: &[(&str, &str)]) {
        let status = self.world.send_form(path, Some(&self.cookie), fields).status;
        assert!([200, 303].contains(&status), "{path}: {status}");
    }
    /// A phone that is shut out, or one that is not.
    fn kid(&self, out: bool) -> String {
        let (_, told) = json(&["phones", "--data", plain(self.world.data.path()), "--json"]);
        let phones = told["phones"].as_array().or(told.as_array()).expect("a list").clone();
        let phone = phones
            .iter()
            .find(|phone| phone["revoked"].is_null() != out)
            .expect("one");
        phone["kid"].as_str().expect("a key's id").to_owned()
    }
    fn command(&self, words: &[&str]) {
        let words = [words, &["--data", plain(self.world.data.path())]].concat();
        let done = ruhu(&words);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        // A backup of this made-up home has findings (1) and is made.
        assert!([Some(0), Some(1)].contains(&done.status.code()), "{words:?}: {said}");
    }
}

/// A policy from next year on.
const STRICT: &str =
    "id = \"strict\"\nname = \"严\"\nfrom = 2099-01-01\n[[require]]\nid = \"y\"\ntimes = 7\nevery = \"year\"\n";

/// An action, and the row it must leave: who, what, account or place, and whether it came over the network.
struct Case {
    what: &'static str,
    act: fn(&Scene),
    who: &'static str,
    about: fn(&Scene) -> Option<String>,
    network: bool,
}

fn none(_: &Scene) -> Option<String> {
    None
}
fn wang(_: &Scene) -> Option<String> {
    Some("王芳".into())
}
fn li(_: &Scene) -> Option<String> {
    Some("李雷".into())
}
fn home(scene: &Scene) -> Option<String> {
    Some(format!("{}/{}", scene.home.township, scene.home.household))
}
fn township(scene: &Scene) -> Option<String> {
    Some(scene.home.township.clone())
}

const CASES: &[Case] = &[
    Case {
        what: "signed_in",
        act: |scene| drop(cookie_of(&scene.world.sign_in("王芳", PASSWORD))),
        who: "王芳",
        about: none,
        network: true,
    },
    Case {
        what: "sign_in_failed",
        act: |scene| assert_eq!(scene.world.sign_in("王芳", "不是这个密码吧你说呢").status, 401),
        who: "nobody",
        about: wang,
        network: true,
    },
    Case {
        what: "identity_opened",
        act: |scene| {
            scene.post(
                &format!("/households/{}/{}/open", scene.home.township, scene.home.household),
                &[],
            )
        },
        who: "王芳",
        about: |scene| Some(format!("{}/{}", scene.home.township, scene.home.household)),
        network: true,
    },
    Case {
        what: "photo_viewed",
        act: |scene| scene.look(&format!("/photos/{}/{}", scene.home.township, scene.home.photo)),
        who: "王芳",
        about: township,
        network: true,
    },
    Case {
        what: "ledger_downloaded",
        act: |scene| scene.look(&format!("/ledger/{}", scene.home.township)),
        who: "王芳",
        about: township,
        network: true,
    },
    Case {
        what: "text_downloaded",
        act: |scene| {
            scene.look(&format!(
                "/households/{}/{}?as=text",
                scene.home.township, scene.home.household
            ))
        },
        who: "王芳",
        about: |scene| Some(format!("{}/{}", scene.home.township, scene.home.household)),
        network: true,
    },
    Case {
        what: "phone_enrolled",
        act: |scene| drop(scene.world.phone_of("赵云")),
        who: "phone",
        about: township,
        network: true,
    },
    Case {
        what: "code_made",
        act: |scene| scene.command(&["enrol", "--cadre", "赵云"]),
        who: "command",
        about: township,
        network: false,
    },
    Case {
        what: "administrator_link_made",
        act: |scene| scene.command(&["signin"]),
        who: "command",
        about: none,
        network: false,
    },
    Case {
        what: "link_made",
        act: |scene| scene.command(&["account", "link", "王芳"]),
        who: "command",
        about: wang,
        network: false,
    },
    Case {
        what: "account_added",
        act: |scene| scene.command(&["account", "add", "李雷", "--scope", "610924102", "--role", "read-only"]),
        who: "command",
        about: li,
        network: false,
    },
    Case {
        what: "account_changed",
        act: |scene| scene.command(&["account", "change", "李雷", "--role", "township"]),
        who: "command",
        about: li,
        network: false,
    },
    Case {
        what: "account_disabled",
        act: |scene| scene.command(&["account", "disable", "李雷"]),
        who: "command",
        about: li,
        network: false,
    },
    Case {
        what: "account_enabled",
        act: |scene| scene.command(&["account", "enable", "李雷"]),
        who: "command",
        about: li,
        network: false,
    },
    Case {
        what: "backup_begun",
        act: |scene| {
            let out = scene.outside.path().join("backup");
            scene.command(&["backup", "--out", plain(&out)]);
        },
        who: "command",
        about: none,
        network: false,
    },
    Case {
        what: "session_ended",
        act: |scene| {
            let another = cookie_of(&scene.world.sign_in("王芳", PASSWORD));
            assert_eq!(scene.world.send_form("/sign-out", Some(&another), &[]).status, 303);
        },
        who: "王芳",
        about: none,
        network: true,
    },
    Case {
        what: "password_changed",
        act: |scene| {
            let new = "屋后的竹子又高了一截";
            let fields = [("old", PASSWORD), ("password", new), ("again", new)];
            scene.post("/account/password", &fields);
        },
        who: "王芳",
        about: wang,
        network: true,
    },
    Case {
        what: "waived",
        act: |scene| {
            let days = ["--kind", "excuse", "--from", "2026-05-01", "--to", "2026-05-31"];
            let words = [
                &["waive", "--household", &scene.home.household, "--reason", "举家外出"],
                &days[..],
            ]
            .concat();
            scene.command(&words);
        },
        who: "command",
        about: home,
        network: false,
    },
    Case {
        what: "place_set",
        act: |scene| scene.command(&["place", &scene.home.household, "--lat", "32.5", "--lon", "108.5"]),
        who: "command",
        about: home,
        network: false,
    },
    Case {
        what: "phone_revoked",
        act: |scene| scene.command(&["phones", "revoke", &scene.kid(false), "--reason", "丢了"]),
        who: "command",
        about: township,
        network: false,
    },
    Case {
        what: "phone_renewed",
        act: |scene| scene.command(&["phones", "renew", &scene.kid(true), "--reason", "找到了"]),
        who: "command",
        about: township,
        network: false,
    },
    Case {
        what: "policy_put",
        act: |scene| {
            let file = scene.outside.path().join("strict.policy.toml");
            std::fs::write(&file, STRICT).expect("written");
            scene.command(&["policy", "put", plain(&file), "--scope", &scene.home.township]);
        },
        who: "command",
        about: township,
        network: false,
    },
    Case {
        what: "household_erased",
        act: |scene| scene.command(&["erase", &scene.home.household, "--by", "镇长"]),
        who: "command",
        about: home,
        network: false,
    },
];

#[test]
fn every_action_leaves_its_row() {
    let world = World::new();
    let home = world.home("610924102001002", (5, "赵云"));
    let cookie = world.signed_in_as("王芳", "610924102", Role::Township);
    let scene = Scene {
        world,
        home,
        cookie,
        outside: tempfile::tempdir().expect("a temporary folder"),
    };
    for case in CASES {
        let before = rows(&scene.world).len();
        (case.act)(&scene);
        let new = rows(&scene.world).split_off(before);
        let row = new.iter().find(|row| row.event == case.what);
        let row = row.unwrap_or_else(|| panic!("{}: {new:?}", case.what));
        assert_eq!(row.who, case.who, "{row:?}");
        assert_eq!(
            row.account.clone().or(row.place.clone()),
            (case.about)(&scene),
            "{row:?}"
        );
        assert_eq!(row.origin.as_deref(), case.network.then_some("127.0.0.1"), "{row:?}");
        assert_eq!(row.session.is_some(), case.network && case.who == "王芳", "{row:?}");
    }
    // What was read under one session names that session.
    let all = rows(&scene.world);
    let of = |what: &str| {
        all.iter()
            .find(|row| row.event == what)
            .and_then(|row| row.session.clone())
    };
    assert!(of("photo_viewed").is_some() && of("photo_viewed") == of("ledger_downloaded"));
}

#[test]
fn a_restored_folder_says_so_in_its_audit_log() {
    let world = World::new();
    let outside = tempfile::tempdir().expect("a temporary folder");
    let (backup, data) = (outside.path().join("backup"), outside.path().join("data"));
    json(&[
        "backup",
        "--data",
        plain(world.data.path()),
        "--out",
        plain(&backup),
        "--json",
    ]);
    json(&["restore", plain(&backup), "--data", plain(&data), "--json"]);
    let (_, told) = json(&["audit", "--data", plain(&data), "--json"]);
    let rows = told["rows"].as_array().expect("rows");
    let events: Vec<_> = rows.iter().map(|row| row["event"].as_str().expect("a word")).collect();
    assert_eq!(events, ["roster_imported", "backup_begun", "restored"]);
}

#[test]
fn an_audit_log_that_was_written_anew_does_not_fit_the_townships_signed_log() {
    let world = World::new();
    world.signed_in_as("王芳", "610924102", Role::Township);
    let check = |world: &World| json(&["audit", "--check", "--data", plain(world.data.path()), "--json"]);
    let (exit, told) = check(&world);
    assert_eq!(
        (exit, &told["checked"]["seals"], &told["rows"]),
        (0, &0.into(), &serde_json::Value::Null),
        "{told}"
    );
    // The day after it is sealed once, however often the server looks.
    let folder = world.folder();
    let seal = || seal_audit(&folder.store, world.clock.now().wall).expect("written");
    assert_eq!(seal(), 0, "the day is not over");
    world.clock.step_ms(DAY_MS);
    assert_eq!((seal(), seal()), (1, 0));
    let (exit, told) = check(&world);
    assert_eq!((exit, &told["checked"]["seals"]), (0, &1.into()), "{told}");
    let phone = world.phone_of("张伟");
    assert_eq!(
        world.call(&Call::new("POST", "/v1/sync").by(&phone).body(b"{}")).status,
        200
    );
    // Whoever has the file writes the whole log anew, every hash right.
    let mut all = rows(&world);
    all.retain(|row| row.event != "password_set");
    let database = Connection::open(world.data.path().join("ruhu.db")).expect("the store's file");
    database
        .execute_batch("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_shortened; DELETE FROM audit;")
        .expect("somebody has the file");
    let mut before = ruhu_core::ids::Sha256([0; 32]);
    for (n, row) in (1..).zip(&mut all) {
        row.n = n;
        row.hash = row.hash_after(&before);
        before = row.hash;
        let sql = "INSERT INTO audit (n, at, who, event, account, place, detail, origin, session, hash)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let values = rusqlite::params![
            i64::try_from(n).expect("small"),
            row.at.millis(),
            row.who,
            row.event,
            row.account,
            row.place,
            row.detail,
            row.origin,
            row.session,
            row.hash.0
        ];
        database.execute(sql, values).expect("written");
    }
    drop(database);
    assert_eq!(rows(&world).len(), all.len(), "every row follows the one before");
    let (exit, told) = check(&world);
    assert_eq!(
        (exit, &told["intact"], &told["broken_at"]),
        (1, &false.into(), &serde_json::Value::Null),
        "{told}"
    );
    assert_eq!(told["rewritten"][0]["township"], "610924102", "{told}");
    let (exit, told) = json(&["doctor", "--data", plain(world.data.path()), "--json"]);
    assert_eq!(
        (exit, &told["findings"][0]["code"]),
        (1, &"audit_rewritten".into()),
        "{told}"
    );
}
