//! Sessions in SQL.

use rusqlite::{OptionalExtension, Row, params};

use super::Sqlite;
use crate::store::{SessionRecord, Sessions, SignIn, Stored};

impl Sessions for Sqlite {
    fn open_session(&self, s: SessionRecord, too_old: i64) -> Stored<()> {
        self.write(move |sql| {
            sql.execute("DELETE FROM session WHERE created_at < ?1", [too_old])?;
            sql.execute(
                "INSERT INTO session (id, person, name, level, birth, sex, created_at, seen_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![s.id, s.person, s.name, s.level, s.birth, s.sex, s.created_at, s.seen_at],
            )?;
            Ok(())
        })
    }

    fn session(&self, id: &str) -> Stored<Option<SessionRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT id, person, name, level, birth, sex, created_at, seen_at FROM session WHERE id = ?1",
            )?;
            Ok(query.query_row([id], session).optional()?)
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

    fn begin_sign_in(&self, s: SignIn, now: i64) -> Stored<()> {
        self.write(move |sql| {
            sql.execute("DELETE FROM sign_in WHERE expires_at < ?1", [now])?;
            sql.execute(
                "INSERT INTO sign_in (id, state, nonce, verifier, return_to, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![s.id, s.state, s.nonce, s.verifier, s.return_to, s.expires_at],
            )?;
            Ok(())
        })
    }

    fn take_sign_in(&self, id: &str) -> Stored<Option<SignIn>> {
        let id = id.to_owned();
        self.write(move |sql| {
            let mut query = sql.prepare_cached(
                "DELETE FROM sign_in WHERE id = ?1 RETURNING id, state, nonce, verifier, return_to, expires_at",
            )?;
            Ok(query.query_row([id], sign_in).optional()?)
        })
    }
}

fn session(row: &Row<'_>) -> rusqlite::Result<SessionRecord> {
    Ok(SessionRecord {
        id: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        level: row.get(3)?,
        birth: row.get(4)?,
        sex: row.get(5)?,
        created_at: row.get(6)?,
        seen_at: row.get(7)?,
    })
}

fn sign_in(row: &Row<'_>) -> rusqlite::Result<SignIn> {
    Ok(SignIn {
        id: row.get(0)?,
        state: row.get(1)?,
        nonce: row.get(2)?,
        verifier: row.get(3)?,
        return_to: row.get(4)?,
        expires_at: row.get(5)?,
    })
}
