//! What every gate promises: accounts, sessions and the audit log, written against the traits.

use crate::store::{
    Account, AccountName, AuditEvent, AuditNote, Ended, Ending, Gate, IDLE_MS, LinkState, NewLink, NewSession, Role,
    SessionId, SignInBy, Who, Whose,
};
use ruhu_core::ids::Sha256;
use ruhu_core::time::Moment;

fn at(minutes: i64) -> Moment {
    Moment::from_millis(1_780_000_000_000 + minutes * 60_000)
}

fn name(text: &str) -> AccountName {
    text.parse().expect("a good name")
}

fn link(text: &str) -> NewLink {
    NewLink {
        hash: Sha256::of(text.as_bytes()),
        issued: at(0),
        expires: at(60),
    }
}

fn account(text: &str) -> Account {
    Account {
        name: name(text),
        scope: "610924102".parse().expect("nine digits"),
        role: Role::ReadOnly,
        created: at(0),
        disabled: None,
        has_password: false,
    }
}

fn session(text: &str, whose: Whose, minutes: i64) -> NewSession {
    NewSession {
        hash: Sha256::of(text.as_bytes()),
        id: SessionId::new(),
        whose,
        origin: "10.0.0.7".into(),
        began: at(minutes),
        expires: at(minutes + 12 * 60),
    }
}

pub fn an_account_is_added_once_and_its_link_sets_one_password(gate: &dyn Gate) {
    assert!(
        gate.add_account(&account("王芳"), &link("a"), &Who::Command)
            .expect("written")
    );
    assert!(
        !gate
            .add_account(&account("王芳"), &link("b"), &Who::Command)
            .expect("written")
    );
    assert_eq!(gate.account(&name("王芳")).expect("readable"), Some(account("王芳")));
    let open = gate.account_link(&link("a").hash, at(59)).expect("readable");
    assert_eq!(open, (LinkState::Open, Some(name("王芳"))));
    assert_eq!(
        gate.account_link(&link("b").hash, at(1)).expect("readable").0,
        LinkState::Unknown
    );
    assert_eq!(
        gate.account_link(&link("a").hash, at(60)).expect("readable").0,
        LinkState::Expired
    );
    assert_eq!(
        gate.link(&link("a").hash, at(1)).expect("readable"),
        LinkState::Unknown,
        "it is no administrator's"
    );
    let begun = session("s", Whose::Account(name("王芳")), 1);
    let set = |text: &str| gate.set_password(&link("a").hash, text, &begun).expect("written");
    assert_eq!((set("first"), set("second")), (LinkState::Open, LinkState::Used));
    assert_eq!(
        gate.password_of(&name("王芳")).expect("readable").as_deref(),
        Some("first")
    );
    assert!(gate.session(&begun.hash, at(2)).expect("readable").is_some());
    assert!(
        gate.disable_account(&name("王芳"), at(3), &Who::Command)
            .expect("written")
    );
    assert_eq!(gate.password_of(&name("王芳")).expect("readable"), None);
    assert_eq!(gate.session(&begun.hash, at(4)).expect("readable"), None);
    assert!(
        gate.enable_account(&name("王芳"), at(5), &Who::Command)
            .expect("written")
    );
    assert_eq!(
        gate.session(&begun.hash, at(6)).expect("readable"),
        None,
        "what was ended stays so"
    );
    assert!(
        !gate
            .disable_account(&name("无名"), at(3), &Who::Command)
            .expect("written")
    );
}

pub fn a_session_ends_when_it_is_idle_and_at_its_latest_end(gate: &dyn Gate) {
    let begun = session("s", Whose::Administrator, 0);
    gate.begin_session(&begun, None, SignInBy::Link).expect("written");
    let holds = |now: Moment| gate.session(&begun.hash, now).expect("readable").is_some();
    assert!(holds(at(0).plus_ms(IDLE_MS - 1)) && !holds(at(0).plus_ms(IDLE_MS)));
    for hour in 1..12 {
        gate.session_seen(&begun.hash, at(hour * 60)).expect("written");
    }
    assert!(holds(at(12 * 60).plus_ms(-1)) && !holds(at(12 * 60)));
    gate.session_seen(&begun.hash, at(1)).expect("written");
    let row = gate
        .session(&begun.hash, at(11 * 60))
        .expect("readable")
        .expect("it holds");
    assert_eq!(row.seen, at(11 * 60), "an older use is never the last one");
}

pub fn sessions_end_by_id_by_owner_and_all_but_one(gate: &dyn Gate) {
    gate.add_account(&account("王芳"), &link("a"), &Who::Command)
        .expect("written");
    let theirs = || Whose::Account(name("王芳"));
    let all = [
        session("1", theirs(), 0),
        session("2", theirs(), 0),
        session("3", theirs(), 0),
    ];
    let whole = session("4", Whose::Administrator, 0);
    for begun in all.iter().chain([&whole]) {
        gate.begin_session(begun, None, SignInBy::Password).expect("written");
    }
    let by = Ended {
        who: Who::Command,
        origin: None,
    };
    let end = |which: Ending| gate.end_sessions(&which, &by, at(1)).expect("written").len();
    assert_eq!(
        end(Ending::Own(whole.id.clone(), theirs())),
        0,
        "another's is not theirs"
    );
    assert_eq!(end(Ending::Own(all[0].id.clone(), theirs())), 1);
    assert_eq!(end(Ending::Any(all[0].id.clone())), 0, "it has ended");
    assert_eq!(end(Ending::Others(theirs(), all[1].id.clone())), 1);
    assert_eq!(gate.sessions(at(1)).expect("readable").len(), 2);
    assert_eq!(
        (end(Ending::AllOf(theirs())), end(Ending::AllOf(Whose::Administrator))),
        (1, 1)
    );
    let again = session("5", theirs(), 2);
    gate.begin_session(&again, Some(&all[1].hash), SignInBy::Password)
        .expect("written");
    let renewed = session("6", theirs(), 3);
    gate.begin_session(&renewed, Some(&again.hash), SignInBy::Password)
        .expect("written");
    let left: Vec<SessionId> = gate
        .sessions(at(4))
        .expect("readable")
        .into_iter()
        .map(|row| row.id)
        .collect();
    assert_eq!(left, [renewed.id]);
}

pub fn the_audit_log_keeps_what_was_done_in_order(gate: &dyn Gate) {
    let note = |event: AuditEvent| AuditNote {
        who: Who::Signed(Whose::Administrator),
        event,
        origin: Some("10.0.0.7".into()),
    };
    let (township, no) = (
        "610924102".parse().expect("nine digits"),
        "610924102001001".parse().expect("a number"),
    );
    gate.note(&note(AuditEvent::SignInFailed(None)), at(1))
        .expect("written");
    gate.note(&note(AuditEvent::IdentityOpened(township, no)), at(2))
        .expect("written");
    let mut rows = Vec::new();
    let broken = gate.audit(&mut |row| {
        rows.push(row);
        Ok(())
    });
    assert_eq!(broken.expect("readable"), None);
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.n, row.at, row.event.as_str(), row.place.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (1, at(1), "sign_in_failed", None),
            (2, at(2), "identity_opened", Some("610924102/610924102001001"))
        ]
    );
    assert_eq!(rows[1].hash, rows[1].hash_after(&rows[0].hash));
}
