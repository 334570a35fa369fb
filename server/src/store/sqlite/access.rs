//! Codes, tokens, links and sessions in SQLite.

use super::audit::append;
use super::column::Cells;
use super::door::SqliteStore;
use super::tx::many;
use crate::Result;
use crate::characters::name_key;
use crate::store::{
    Access, AuditEvent, AuditNote, DeviceRow, Enrolment, LinkState, NewCode, NewPhone, Serving, TownshipCadre, Voided,
    Who,
};
use ruhu_core::domain::Cadre;
use ruhu_core::ids::{CadreId, KeyId, RegionCode, Sha256};
use ruhu_core::time::Moment;
use rusqlite::{Connection, Row, params};

/// The most tokens that one phone has at a time.
const TOKENS: i64 = 16;

impl Access for SqliteStore {
    fn cadres_called(&self, name_or_id: &str) -> Result<Vec<TownshipCadre>> {
        self.read(|conn| match name_or_id.parse::<CadreId>() {
            Ok(id) => many(conn, "SELECT * FROM cadre WHERE id = ?1", [id.as_bytes()], cadre_row),
            Err(_) => {
                let asked = name_key(name_or_id);
                let mut all = many(conn, "SELECT * FROM cadre ORDER BY township, unit, id", [], cadre_row)?;
                all.retain(|of| !asked.is_empty() && name_key(&of.cadre.name) == asked);
                Ok(all)
            }
        })
    }

    fn keep_code(&self, code: &NewCode) -> Result<()> {
        let sql = "INSERT INTO enrol_code (hash, township, cadre, issued, expires) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.write(|conn| {
            conn.prepare_cached(sql)?.execute(params![
                code.hash.0,
                code.township.as_str(),
                code.cadre.as_bytes(),
                code.issued.millis(),
                code.expires.millis()
            ])?;
            noted(
                conn,
                AuditEvent::CodeMade(code.township.clone(), code.cadre),
                code.issued,
            )
        })
    }

    fn enrol(&self, code: &Sha256, phone: &NewPhone) -> Result<Enrolment> {
        self.write(|conn| {
            let found = many(conn, "SELECT * FROM enrol_code WHERE hash = ?1", [code.0], |row| {
                let cells = Cells::new(row, "enrol_code");
                let whose: (RegionCode, CadreId) = (cells.text("township")?, cells.id("cadre")?);
                let used: (Option<Moment>, Option<String>) = (cells.moment_or_none("used")?, cells.get("device")?);
                Ok((whose, cells.moment("expires")?, used))
            })?;
            let Some(((township, cadre), expires, (used, by))) = found.into_iter().next() else {
                return Ok(Enrolment::NoSuchCode);
            };
            // The key that used the code asks again because the answer was lost (docs/protocol.md).
            let again = used.is_some() && by.as_deref() == Some(phone.kid.as_str());
            if used.is_some() && !again {
                return Ok(Enrolment::CodeUsed);
            }
            if phone.now >= expires {
                return Ok(Enrolment::CodeExpired);
            }
            match super::ledger::device(conn, &phone.kid)? {
                // The same phone once more, with a new code: its chain goes on, its old token is no good any more.
                Some(known) if known.revoked.is_none() && known.township == township && known.cadre == cadre => {}
                Some(_) => return Ok(Enrolment::KeyTaken),
                None => add_device(conn, phone, &township, &cadre)?,
            }
            if again {
                add_token(conn, phone)?;
            } else {
                put_token(conn, phone)?;
                conn.prepare_cached("UPDATE enrol_code SET used = ?2, device = ?3 WHERE hash = ?1")?
                    .execute(params![code.0, phone.now.millis(), phone.kid.as_str()])?;
            }
            let mut named = many(conn, "SELECT * FROM cadre WHERE id = ?1", [cadre.as_bytes()], cadre_row)?;
            named
                .pop()
                .map(Enrolment::Done)
                .ok_or_else(|| crate::Error::inconsistent("enrol_code.cadre", "the cadre is not there"))
        })
    }

    fn phone_of(&self, token: &Sha256) -> Result<Option<DeviceRow>> {
        let (found, older) = self.read(|conn| {
            let kid = many(
                conn,
                "SELECT device FROM device_token WHERE hash = ?1",
                [token.0],
                |row| Cells::new(row, "device_token").text::<KeyId>("device"),
            )?;
            match kid.first() {
                Some(kid) => Ok((super::ledger::device(conn, kid)?, has_older_tokens(conn, token)?)),
                None => Ok((None, false)),
            }
        })?;
        if older {
            self.write(|conn| {
                conn.prepare_cached(include_str!("drop_older_tokens.sql"))?
                    .execute([token.0])?;
                Ok(())
            })?;
        }
        Ok(found)
    }

    fn keep_link(&self, link: &Sha256, issued: Moment, expires: Moment) -> Result<()> {
        self.write(|conn| {
            conn.prepare_cached("INSERT INTO sign_in_link (hash, issued, expires) VALUES (?1, ?2, ?3)")?
                .execute(params![link.0, issued.millis(), expires.millis()])?;
            noted(conn, AuditEvent::AdministratorLinkMade, issued)
        })
    }

    fn link(&self, link: &Sha256, now: Moment) -> Result<LinkState> {
        self.read(|conn| link_state(conn, link, now))
    }

    fn void_access(&self) -> Result<Voided> {
        self.write(|conn| {
            // Used ones stay used; open ones have ended as they were made, whatever a clock says: whoever shows one hears
            // why it is no good.
            let end = |sql: &str| Ok::<_, crate::Error>(conn.prepare_cached(sql)?.execute([])?);
            Ok(Voided {
                codes: end("UPDATE enrol_code SET expires = issued WHERE used IS NULL AND expires > issued")?,
                links: end("UPDATE sign_in_link SET expires = issued WHERE used IS NULL AND expires > issued")?,
                sessions: conn.prepare_cached("DELETE FROM session")?.execute([])?,
            })
        })
    }

    fn forget_ended(&self, before: Moment) -> Result<()> {
        self.write(|conn| {
            for sql in [
                "DELETE FROM enrol_code WHERE expires < ?1",
                "DELETE FROM sign_in_link WHERE expires < ?1",
                "DELETE FROM session WHERE expires < ?1",
            ] {
                conn.prepare_cached(sql)?.execute([before.millis()])?;
            }
            Ok(())
        })
    }

    fn only_township_name(&self) -> Result<Option<String>> {
        self.read(|conn| {
            let mut names = many(conn, "SELECT name FROM township LIMIT 2", [], |row| {
                Cells::new(row, "township").get("name")
            })?;
            Ok(names.pop().filter(|_| names.is_empty()))
        })
    }

    fn serving(&self) -> Result<Serving> {
        self.read(|conn| {
            let rows = many(conn, "SELECT * FROM serving", [], |row| {
                let cells = Cells::new(row, "serving");
                Ok(Serving {
                    address: cells.get("address")?,
                    simulated: cells.flag("simulated")?,
                })
            })?;
            Ok(rows.into_iter().next().unwrap_or_default())
        })
    }

    fn set_serving(&self, serving: &Serving) -> Result<()> {
        let sql = "INSERT INTO serving (one, address, simulated) VALUES (1, ?1, ?2)
                   ON CONFLICT (one) DO UPDATE SET address = excluded.address, simulated = max(simulated, excluded.simulated)";
        self.write(|conn| {
            conn.prepare_cached(sql)?
                .execute(params![serving.address, serving.simulated])?;
            Ok(())
        })
    }
}

/// Codes and links are made by commands alone: their row of the audit log, in the same transaction.
fn noted(conn: &Connection, event: AuditEvent, now: Moment) -> Result<()> {
    let note = AuditNote {
        who: Who::Command,
        event,
        origin: None,
    };
    append(conn, &note, now)
}

fn cadre_row(row: &Row<'_>) -> Result<TownshipCadre> {
    let cells = Cells::new(row, "cadre");
    Ok(TownshipCadre {
        township: cells.text("township")?,
        cadre: Cadre {
            id: cells.id("id")?,
            name: cells.get("name")?,
            unit: cells.get("unit")?,
            phone: cells.get("phone")?,
        },
    })
}

/// How an administrator's link stands.
pub(super) fn link_state(conn: &Connection, link: &Sha256, now: Moment) -> Result<LinkState> {
    let sql = "SELECT expires, used FROM sign_in_link WHERE hash = ?1 AND account IS NULL";
    let found = many(conn, sql, [link.0], ends_row)?;
    Ok(stands(found.into_iter().next(), now))
}

/// When a link ends, and when it was used.
pub(super) type Ends = (Moment, Option<Moment>);

pub(super) fn ends_row(row: &Row<'_>) -> Result<Ends> {
    let cells = Cells::new(row, "sign_in_link");
    Ok((cells.moment("expires")?, cells.moment_or_none("used")?))
}

pub(super) fn stands(link: Option<Ends>, now: Moment) -> LinkState {
    match link {
        None => LinkState::Unknown,
        Some((_, Some(_))) => LinkState::Used,
        Some((expires, None)) if now >= expires => LinkState::Expired,
        Some(_) => LinkState::Open,
    }
}

pub(super) fn burn(conn: &Connection, link: &Sha256, now: Moment) -> Result<()> {
    conn.prepare_cached("UPDATE sign_in_link SET used = ?2 WHERE hash = ?1")?
        .execute(params![link.0, now.millis()])?;
    Ok(())
}

fn add_device(conn: &Connection, phone: &NewPhone, township: &RegionCode, cadre: &CadreId) -> Result<()> {
    let sql = "INSERT INTO device (kid, township, cadre, public_key, model, enrolled) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    conn.prepare_cached(sql)?.execute(params![
        phone.kid.as_str(),
        township.as_str(),
        cadre.as_bytes(),
        phone.public_key,
        phone.model,
        phone.now.millis()
    ])?;
    Ok(())
}

/// The phone's one token from now on.
fn put_token(conn: &Connection, phone: &NewPhone) -> Result<()> {
    conn.prepare_cached("DELETE FROM device_token WHERE device = ?1")?
        .execute([phone.kid.as_str()])?;
    add_token(conn, phone)
}

/// One more token: which of several answers reached the phone is not known until it uses one. A call that the road
/// repeats or delivers late must not end the token in use; the newest [`TOKENS`] stand.
fn add_token(conn: &Connection, phone: &NewPhone) -> Result<()> {
    conn.prepare_cached("INSERT INTO device_token (hash, device, issued) VALUES (?1, ?2, ?3)")?
        .execute(params![phone.token.0, phone.kid.as_str(), phone.now.millis()])?;
    let sql = "DELETE FROM device_token WHERE device = ?1 AND rowid NOT IN
               (SELECT rowid FROM device_token WHERE device = ?1 ORDER BY rowid DESC LIMIT ?2)";
    conn.prepare_cached(sql)?.execute(params![phone.kid.as_str(), TOKENS])?;
    Ok(())
}

fn has_older_tokens(conn: &Connection, token: &Sha256) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM device_token AS used JOIN device_token AS older
               ON older.device = used.device AND older.rowid < used.rowid WHERE used.hash = ?1)";
    Ok(conn.prepare_cached(sql)?.query_row([token.0], |row| row.get(0))?)
}
