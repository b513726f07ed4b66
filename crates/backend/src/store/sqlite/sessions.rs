//! Sessions in SQL.

use rusqlite::{OptionalExtension, Row, params};

use super::Sqlite;
use crate::store::{Ended, SessionRecord, Sessions, SignIn, StandsBy, Stored};

const SESSION: &str =
    "id, handle, person, name, parts, level, birth, sex, subject, provider_session, browser, system,
    authenticated_at, created_at, seen_at";

const SIGN_IN: &str =
    "id, browser, nonce, verifier, return_to, person, level, max_age, begun_at, expires_at, dossier, sha256";

impl Sessions for Sqlite {
    fn open_session(&self, s: SessionRecord, too_old: i64) -> Stored<()> {
        self.write(move |sql| {
            sql.execute("DELETE FROM session WHERE created_at < ?1", [too_old])?;
            let parts = s.parts.as_ref().map(serde_json::to_string).transpose()?;
            sql.execute(
                &format!(
                    "INSERT INTO session ({SESSION})
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
                ),
                params![
                    s.id,
                    s.handle,
                    s.person,
                    s.name,
                    parts,
                    s.level,
                    s.birth,
                    s.sex,
                    s.subject,
                    s.provider_session,
                    s.browser,
                    s.system,
                    s.authenticated_at,
                    s.created_at,
                    s.seen_at
                ],
            )?;
            Ok(())
        })
    }

    fn session(&self, id: &str) -> Stored<Option<SessionRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!("SELECT {SESSION} FROM session WHERE id = ?1"))?;
            Ok(query.query_row([id], session).optional()?)
        })
    }

    fn sessions(&self, person: &str) -> Stored<Vec<SessionRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!(
                "SELECT {SESSION} FROM session WHERE person = ?1 ORDER BY seen_at DESC, created_at DESC, handle"
            ))?;
            Ok(query.query_map([person], session)?.collect::<Result<_, _>>()?)
        })
    }

    fn touch_session(&self, id: &str, at: i64) -> Stored<()> {
        let id = id.to_owned();
        self.write(move |sql| {
            sql.execute("UPDATE session SET seen_at = ?2 WHERE id = ?1", params![id, at])?;
            Ok(())
        })
    }

    fn close_session(&self, id: &str) -> Stored<()> {
        let id = id.to_owned();
        self.write(move |sql| {
            sql.execute("DELETE FROM session WHERE id = ?1", [id])?;
            Ok(())
        })
    }

    fn revoke_session(&self, person: &str, handle: &str) -> Stored<bool> {
        let (person, handle) = (person.to_owned(), handle.to_owned());
        self.write(move |sql| {
            let gone =
                sql.execute("DELETE FROM session WHERE person = ?1 AND handle = ?2", [person, handle])?;
            Ok(gone > 0)
        })
    }

    fn revoke_others(&self, person: &str, id: &str) -> Stored<()> {
        let (person, id) = (person.to_owned(), id.to_owned());
        self.write(move |sql| {
            sql.execute("DELETE FROM session WHERE person = ?1 AND id <> ?2", [person, id])?;
            Ok(())
        })
    }

    fn end_sessions(&self, ended: Ended, now: i64) -> Stored<()> {
        self.write(move |sql| {
            sql.execute("DELETE FROM logout WHERE expires_at < ?1", [now])?;
            sql.execute(
                "INSERT INTO logout (jti, expires_at) VALUES (?1, ?2)",
                params![ended.jti, ended.expires_at],
            )?;
            // What the order does not name, it does not limit; one that names nothing ends nothing. A session that the provider
            // gave no name cannot be told from the one that is meant: it ends with it.
            sql.execute(
                "DELETE FROM session WHERE coalesce(?1, ?2) IS NOT NULL
                 AND (?1 IS NULL OR subject = ?1)
                 AND (?2 IS NULL OR provider_session = ?2 OR (provider_session IS NULL AND subject = ?1))",
                params![ended.subject, ended.provider_session],
            )?;
            Ok(())
        })
    }

    fn begin_sign_in(&self, s: SignIn, now: i64) -> Stored<()> {
        self.write(move |sql| {
            sql.execute("DELETE FROM sign_in WHERE expires_at < ?1", [now])?;
            sql.execute(
                &format!(
                    "INSERT INTO sign_in ({SIGN_IN}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
                ),
                params![
                    s.id,
                    s.browser,
                    s.nonce,
                    s.verifier,
                    s.return_to,
                    s.person,
                    s.level,
                    s.max_age,
                    s.begun_at,
                    s.expires_at,
                    s.stands_by.as_ref().map(|bytes| &bytes.dossier),
                    s.stands_by.as_ref().map(|bytes| &bytes.sha256)
                ],
            )?;
            Ok(())
        })
    }

    fn take_sign_in(&self, id: &str, browser: &str) -> Stored<Option<SignIn>> {
        let (id, browser) = (id.to_owned(), browser.to_owned());
        self.write(move |sql| {
            let mut query = sql.prepare_cached(&format!(
                "DELETE FROM sign_in WHERE id = ?1 AND browser = ?2 RETURNING {SIGN_IN}"
            ))?;
            Ok(query.query_row([id, browser], sign_in).optional()?)
        })
    }

    fn last_return(&self, browser: &str) -> Stored<Option<String>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT return_to FROM sign_in WHERE browser = ?1 ORDER BY expires_at DESC LIMIT 1",
            )?;
            Ok(query.query_row([browser], |row| row.get(0)).optional()?)
        })
    }
}

fn session(row: &Row<'_>) -> rusqlite::Result<SessionRecord> {
    let parts: Option<String> = row.get(4)?;
    Ok(SessionRecord {
        id: row.get(0)?,
        handle: row.get(1)?,
        person: row.get(2)?,
        name: row.get(3)?,
        parts: parts.and_then(|text| serde_json::from_str(&text).ok()),
        level: row.get(5)?,
        birth: row.get(6)?,
        sex: row.get(7)?,
        subject: row.get(8)?,
        provider_session: row.get(9)?,
        browser: row.get(10)?,
        system: row.get(11)?,
        authenticated_at: row.get(12)?,
        created_at: row.get(13)?,
        seen_at: row.get(14)?,
    })
}

fn sign_in(row: &Row<'_>) -> rusqlite::Result<SignIn> {
    Ok(SignIn {
        id: row.get(0)?,
        browser: row.get(1)?,
        nonce: row.get(2)?,
        verifier: row.get(3)?,
        return_to: row.get(4)?,
        person: row.get(5)?,
        level: row.get(6)?,
        max_age: row.get(7)?,
        begun_at: row.get(8)?,
        expires_at: row.get(9)?,
        stands_by: match (row.get(10)?, row.get(11)?) {
            (Some(dossier), Some(sha256)) => Some(StandsBy { dossier, sha256 }),
            _ => None,
        },
    })
}
