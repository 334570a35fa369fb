//! Sessions in SQLite.

use super::access::{burn, link_state};
use super::account_row::account_of;
use super::audit::append;
use super::column::Cells;
use super::door::SqliteStore;
use super::tx::many;
use crate::Result;
use crate::store::{
    AuditEvent, AuditNote, Ended, Ending, IDLE_MS, LinkState, NewSession, SessionId, SessionRow, Sessions, SignInBy,
    Who, Whose,
};
use ruhu_core::ids::Sha256;
use ruhu_core::time::Moment;
use rusqlite::{Connection, Row, params};

impl Sessions for SqliteStore {
    fn use_link(&self, link: &Sha256, session: &NewSession, instead_of: Option<&Sha256>) -> Result<LinkState> {
        self.write(|conn| {
            let session = &self.begun_now(session);
            let state = link_state(conn, link, session.began)?;
            if state == LinkState::Open {
                burn(conn, link, session.began)?;
                begin(conn, session, instead_of, SignInBy::Link)?;
            }
            Ok(state)
        })
    }

    fn begin_session(&self, session: &NewSession, instead_of: Option<&Sha256>, by: SignInBy) -> Result<()> {
        self.write(|conn| begin(conn, &self.begun_now(session), instead_of, by))
    }

    fn session(&self, cookie: &Sha256, now: Moment) -> Result<Option<SessionRow>> {
        self.read(|conn| {
            let sql = include_str!("session.sql");
            let found = many(conn, sql, params![cookie.0, now.millis(), idle_since(now)], session_row)?;
            Ok(found.into_iter().next())
        })
    }

    fn session_seen(&self, cookie: &Sha256, now: Moment) -> Result<()> {
        self.write(|conn| {
            conn.prepare_cached("UPDATE session SET seen = max(seen, ?2) WHERE hash = ?1")?
                .execute(params![cookie.0, now.millis()])?;
            Ok(())
        })
    }

    fn sessions(&self, now: Moment) -> Result<Vec<SessionRow>> {
        self.read(|conn| all(conn, now))
    }

    fn end_sessions(&self, which: &Ending, by: &Ended, now: Moment) -> Result<Vec<SessionId>> {
        self.write(|conn| {
            let now = self.time_of(now);
            let meant = |row: &SessionRow| match which {
                Ending::Any(id) => row.id == *id,
                Ending::Own(id, whose) => row.id == *id && row.whose() == *whose,
                Ending::AllOf(whose) => row.whose() == *whose,
                Ending::Others(whose, but) => row.whose() == *whose && row.id != *but,
            };
            let mut ended = Vec::new();
            for row in all(conn, now)?.into_iter().filter(meant) {
                conn.prepare_cached("DELETE FROM session WHERE id = ?1")?
                    .execute([row.id.as_str()])?;
                let note = AuditNote {
                    who: by.who.clone(),
                    event: AuditEvent::SessionEnded(row.id.clone()),
                    origin: by.origin.clone(),
                };
                append(conn, &note, now)?;
                ended.push(row.id);
            }
            Ok(ended)
        })
    }
}

impl SqliteStore {
    /// A session that begins now that the write lock is held.
    pub(super) fn begun_now(&self, session: &NewSession) -> NewSession {
        let began = self.time_of(session.began);
        NewSession {
            began,
            expires: began.plus_ms(session.expires.since(session.began)),
            ..session.clone()
        }
    }
}

/// Writes a session and its row of the audit log, within a transaction.
pub(super) fn begin(conn: &Connection, session: &NewSession, instead_of: Option<&Sha256>, by: SignInBy) -> Result<()> {
    if let Some(old) = instead_of {
        conn.prepare_cached("DELETE FROM session WHERE hash = ?1")?
            .execute([old.0])?;
    }
    let sql = "INSERT INTO session (hash, id, account, origin, began, seen, expires)
               VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)";
    conn.prepare_cached(sql)?.execute(params![
        session.hash.0,
        session.id.as_str(),
        session.whose.account().map(|name| name.as_str()),
        session.origin,
        session.began.millis(),
        session.expires.millis()
    ])?;
    let note = AuditNote {
        who: Who::Session(session.whose.clone(), session.id.clone()),
        event: AuditEvent::SignedIn(session.id.clone(), by),
        origin: Some(session.origin.clone()),
    };
    append(conn, &note, session.began)
}

/// Ends every session of an account, within a transaction that has its own row of the audit log.
pub(super) fn end_all(conn: &Connection, whose: &Whose) -> Result<()> {
    conn.prepare_cached("DELETE FROM session WHERE account IS ?1")?
        .execute([whose.account().map(|name| name.as_str())])?;
    Ok(())
}

fn all(conn: &Connection, now: Moment) -> Result<Vec<SessionRow>> {
    let sql = include_str!("sessions.sql");
    many(conn, sql, params![now.millis(), idle_since(now)], session_row)
}

/// A session last used at this moment or before is idle for too long.
fn idle_since(now: Moment) -> i64 {
    now.plus_ms(-IDLE_MS).millis()
}

fn session_row(row: &Row<'_>) -> Result<SessionRow> {
    let cells = Cells::new(row, "session");
    let account = match cells.get::<Option<String>>("name")? {
        None => None,
        Some(_) => Some(account_of(row)?),
    };
    Ok(SessionRow {
        id: cells.text("id")?,
        account,
        origin: cells.get("origin")?,
        began: cells.moment("began")?,
        seen: cells.moment("seen")?,
        expires: cells.moment("expires")?,
    })
}
