//! Links of others who must agree, in SQL.

use rusqlite::{OptionalExtension, Row, params};

use super::Sqlite;
use crate::store::invitations::KEPT_SECONDS;
use crate::store::{InvitationRecord, Invitations, Stored};

const COLUMNS: &str = "token, dossier, person, made_at, until, opened_at FROM invitation";

impl Invitations for Sqlite {
    fn invite(&self, i: InvitationRecord) -> Stored<()> {
        self.write(move |sql| {
            sql.execute("DELETE FROM invitation WHERE until <= ?1", [i.made_at - KEPT_SECONDS])?;
            sql.execute(
                "INSERT OR REPLACE INTO invitation (token, dossier, person, made_at, until) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![i.token, i.dossier, i.person, i.made_at, i.until],
            )?;
            Ok(())
        })
    }

    fn invitation(&self, token: &str, now: i64) -> Stored<Option<InvitationRecord>> {
        self.read(|sql| {
            let mut query =
                sql.prepare_cached(&format!("SELECT {COLUMNS} WHERE token = ?1 AND until > ?2"))?;
            Ok(query.query_row(params![token, now], row).optional()?)
        })
    }

    fn invitations(&self, dossier: &str) -> Stored<Vec<InvitationRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!("SELECT {COLUMNS} WHERE dossier = ?1"))?;
            Ok(query.query_map([dossier], row)?.collect::<Result<_, _>>()?)
        })
    }

    fn invitations_of(&self, person: &str, now: i64) -> Stored<Vec<InvitationRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!(
                "SELECT {COLUMNS} WHERE person = ?1 AND until > ?2 ORDER BY made_at"
            ))?;
            Ok(query.query_map(params![person, now], row)?.collect::<Result<_, _>>()?)
        })
    }

    fn open_invitation(&self, token: &str, at: i64) -> Stored<()> {
        let token = token.to_owned();
        self.write(move |sql| {
            sql.execute(
                "UPDATE invitation SET opened_at = ?2 WHERE token = ?1 AND opened_at IS NULL",
                params![token, at],
            )?;
            Ok(())
        })
    }

    fn revoke_invitation(&self, dossier: &str, person: &str) -> Stored<()> {
        let (dossier, person) = (dossier.to_owned(), person.to_owned());
        self.write(move |sql| {
            sql.execute("DELETE FROM invitation WHERE dossier = ?1 AND person = ?2", [dossier, person])?;
            Ok(())
        })
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<InvitationRecord> {
    Ok(InvitationRecord {
        token: row.get(0)?,
        dossier: row.get(1)?,
        person: row.get(2)?,
        made_at: row.get(3)?,
        until: row.get(4)?,
        opened_at: row.get(5)?,
    })
}
