//! Accounts in SQLite.

use super::access::{Ends, burn, ends_row, stands};
use super::account_row::account_of;
use super::audit::append;
use super::column::Cells;
use super::door::SqliteStore;
use super::session::{begin, end_all};
use super::tx::many;
use crate::store::{
    Account, AccountName, Accounts, AuditEvent, AuditNote, LinkState, NewLink, NewSession, Role, SignInBy, Who, Whose,
};
use crate::{Error, Result};
use ruhu_core::ids::{RegionCode, Sha256};
use ruhu_core::time::Moment;
use rusqlite::{Connection, params};

impl Accounts for SqliteStore {
    fn add_account(&self, account: &Account, link: &NewLink, by: &Who) -> Result<bool> {
        self.write(|conn| {
            if alike(conn, &account.name)?.next().is_some() {
                return Ok(false);
            }
            let sql = "INSERT INTO account (name, scope, role, created) VALUES (?1, ?2, ?3, ?4)";
            conn.prepare_cached(sql)?.execute(params![
                account.name.as_str(),
                account.scope.as_str(),
                account.role.word(),
                account.created.millis()
            ])?;
            let event = AuditEvent::AccountAdded(account.name.clone(), account.scope.clone(), account.role);
            note(conn, by, event, self.time_of(account.created))?;
            put_link(conn, &account.name, link, by)?;
            Ok(true)
        })
    }

    fn account(&self, name: &AccountName) -> Result<Option<Account>> {
        self.read(|conn| find(conn, name))
    }

    fn accounts(&self) -> Result<Vec<Account>> {
        self.read(|conn| many(conn, "SELECT * FROM account ORDER BY name", [], account_of))
    }

    fn password_of(&self, name: &AccountName) -> Result<Option<String>> {
        let sql = "SELECT password FROM account WHERE name = ?1 AND disabled IS NULL";
        self.read(|conn| {
            let Some(Account { name, .. }) = find(conn, name)? else {
                return Ok(None);
            };
            let found = many(conn, sql, [name.as_str()], |row| {
                Cells::new(row, "account").get::<Option<String>>("password")
            })?;
            Ok(found.into_iter().next().flatten())
        })
    }

    fn change_account(
        &self,
        name: &AccountName,
        scope: &RegionCode,
        role: Role,
        now: Moment,
        by: &Who,
    ) -> Result<bool> {
        self.write(|conn| {
            let Some(Account { name, .. }) = find(conn, name)? else {
                return Ok(false);
            };
            conn.prepare_cached("UPDATE account SET scope = ?2, role = ?3 WHERE name = ?1")?
                .execute([name.as_str(), scope.as_str(), role.word()])?;
            let event = AuditEvent::AccountChanged(name, scope.clone(), role);
            note(conn, by, event, self.time_of(now))?;
            Ok(true)
        })
    }

    fn disable_account(&self, name: &AccountName, now: Moment, by: &Who) -> Result<bool> {
        self.write(|conn| {
            let Some(Account { name, .. }) = &find(conn, name)? else {
                return Ok(false);
            };
            conn.prepare_cached("UPDATE account SET disabled = coalesce(disabled, ?2) WHERE name = ?1")?
                .execute(params![name.as_str(), now.millis()])?;
            end_all(conn, &Whose::Account(name.clone()))?;
            drop_links(conn, name)?;
            note(conn, by, AuditEvent::AccountDisabled(name.clone()), self.time_of(now))?;
            Ok(true)
        })
    }

    fn enable_account(&self, name: &AccountName, now: Moment, by: &Who) -> Result<bool> {
        self.write(|conn| {
            let Some(Account { name, .. }) = &find(conn, name)? else {
                return Ok(false);
            };
            conn.prepare_cached("UPDATE account SET disabled = NULL WHERE name = ?1")?
                .execute([name.as_str()])?;
            note(conn, by, AuditEvent::AccountEnabled(name.clone()), self.time_of(now))?;
            Ok(true)
        })
    }

    fn keep_account_link(&self, name: &AccountName, link: &NewLink, by: &Who) -> Result<bool> {
        self.write(|conn| {
            let Some(Account { name, .. }) = &find(conn, name)? else {
                return Ok(false);
            };
            drop_links(conn, name)?;
            put_link(conn, name, link, by)?;
            Ok(true)
        })
    }

    fn account_link(&self, link: &Sha256, now: Moment) -> Result<(LinkState, Option<AccountName>)> {
        self.read(|conn| link_of(conn, link, now))
    }

    fn set_password(&self, link: &Sha256, password: &str, session: &NewSession) -> Result<LinkState> {
        self.write(|conn| {
            let session = &self.begun_now(session);
            let (state, name) = link_of(conn, link, session.began)?;
            if let (LinkState::Open, Some(name)) = (state, name) {
                burn(conn, link, session.began)?;
                let event = AuditEvent::PasswordSet(name.clone());
                put_password(conn, &name, password, session, event, SignInBy::Link)?;
            }
            Ok(state)
        })
    }

    fn change_password(&self, name: &AccountName, password: &str, session: &NewSession) -> Result<()> {
        self.write(|conn| {
            let event = AuditEvent::PasswordChanged(name.clone());
            put_password(
                conn,
                name,
                password,
                &self.begun_now(session),
                event,
                SignInBy::Password,
            )
        })
    }
}

/// Every account whose name reads alike. Accounts are some dozens: they are compared here, one by one.
fn alike(conn: &Connection, name: &AccountName) -> Result<impl Iterator<Item = Account> + use<>> {
    let folded = name.folded();
    let all = many(conn, "SELECT * FROM account ORDER BY name", [], account_of)?;
    Ok(all.into_iter().filter(move |account| account.name.folded() == folded))
}

fn find(conn: &Connection, name: &AccountName) -> Result<Option<Account>> {
    let mut found: Vec<Account> = alike(conn, name)?.collect();
    let exact = found.iter().position(|account| account.name == *name);
    Ok(match exact {
        Some(place) => Some(found.swap_remove(place)),
        None => found.pop().filter(|_| found.is_empty()),
    })
}

fn put_link(conn: &Connection, name: &AccountName, link: &NewLink, by: &Who) -> Result<()> {
    let sql = "INSERT INTO sign_in_link (hash, issued, expires, account) VALUES (?1, ?2, ?3, ?4)";
    conn.prepare_cached(sql)?.execute(params![
        link.hash.0,
        link.issued.millis(),
        link.expires.millis(),
        name.as_str()
    ])?;
    note(conn, by, AuditEvent::LinkMade(name.clone()), link.issued)
}

/// Open links of an account are no good any more; used ones stay, so that whoever shows one hears why.
fn drop_links(conn: &Connection, name: &AccountName) -> Result<()> {
    conn.prepare_cached("DELETE FROM sign_in_link WHERE account = ?1 AND used IS NULL")?
        .execute([name.as_str()])?;
    Ok(())
}

fn link_of(conn: &Connection, link: &Sha256, now: Moment) -> Result<(LinkState, Option<AccountName>)> {
    let sql = "SELECT account, expires, used FROM sign_in_link WHERE hash = ?1 AND account IS NOT NULL";
    let found: Option<(AccountName, Ends)> = many(conn, sql, [link.0], |row| {
        Ok((Cells::new(row, "sign_in_link").text("account")?, ends_row(row)?))
    })?
    .into_iter()
    .next();
    let (name, ends) = found.unzip();
    let state = stands(ends, now);
    Ok((state, name.filter(|_| state == LinkState::Open)))
}

fn put_password(
    conn: &Connection,
    name: &AccountName,
    password: &str,
    session: &NewSession,
    event: AuditEvent,
    by: SignInBy,
) -> Result<()> {
    let changed = conn
        .prepare_cached("UPDATE account SET password = ?2 WHERE name = ?1 AND disabled IS NULL")?
        .execute([name.as_str(), password])?;
    if changed == 0 {
        return Err(Error::OutOfReach);
    }
    end_all(conn, &session.whose)?;
    let note = AuditNote {
        who: Who::Session(session.whose.clone(), session.id.clone()),
        event,
        origin: Some(session.origin.clone()),
    };
    append(conn, &note, session.began)?;
    begin(conn, session, None, by)
}

fn note(conn: &Connection, by: &Who, event: AuditEvent, now: Moment) -> Result<()> {
    let note = AuditNote {
        who: by.clone(),
        event,
        origin: None,
    };
    append(conn, &note, now)
}
