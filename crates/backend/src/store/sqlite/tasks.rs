//! The outbox in SQL.

use dossier::{Effect, State};
use rusqlite::{Connection, params};

use super::Sqlite;
use crate::store::{Looked, Stored, Task, Tasks};

impl Tasks for Sqlite {
    fn due(&self, now: i64, limit: u32) -> Stored<Vec<Task>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT id, dossier, effect, due_at, tries FROM task WHERE due_at <= ?1 ORDER BY due_at, id LIMIT ?2",
            )?;
            let rows = query.query_map(params![now, limit], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get(3)?, row.get(4)?))
            })?;
            let mut tasks = Vec::new();
            for row in rows {
                let (id, dossier, effect, due_at, tries) = row?;
                tasks.push(Task { id, dossier, effect: serde_json::from_str(&effect)?, due_at, tries });
            }
            Ok(tasks)
        })
    }

    fn next_due(&self) -> Stored<Option<i64>> {
        self.read(|sql| Ok(sql.query_row("SELECT min(due_at) FROM task", [], |row| row.get(0))?))
    }

    fn want(&self, dossier: &str, effect: &Effect, due_at: i64) -> Stored<()> {
        let (dossier, effect) = (dossier.to_owned(), effect.clone());
        self.write(move |sql| add(sql, &dossier, &effect, due_at))
    }

    fn put_back(
        &self,
        after: &str,
        limit: u32,
        wanted: fn(&State) -> Vec<Effect>,
        due_at: i64,
    ) -> Stored<Looked> {
        let after = after.to_owned();
        // State and list are looked at in one transaction: a task that ends meanwhile is not taken for a lost one.
        self.write(move |sql| {
            let mut looked = Looked { last: None, lost: 0 };
            let mut query = sql.prepare_cached(
                "SELECT id, state FROM dossier WHERE id > ?1 ORDER BY id LIMIT ?2",
            )?;
            let mut rows = query.query(params![after, limit])?;
            while let Some(row) = rows.next()? {
                let (id, state): (String, String) = (row.get(0)?, row.get(1)?);
                for effect in wanted(&serde_json::from_str(&state)?) {
                    looked.lost += sql.execute(
                        "INSERT INTO task (dossier, effect, due_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                        params![id, serde_json::to_string(&effect)?, due_at],
                    )?;
                }
                looked.last = Some(id);
            }
            Ok(looked)
        })
    }

    fn finish(&self, id: i64) -> Stored<()> {
        self.write(move |sql| {
            sql.execute("DELETE FROM task WHERE id = ?1", [id])?;
            Ok(())
        })
    }

    fn hasten(&self, dossier: &str, effect: &Effect, due_at: i64) -> Stored<()> {
        let (dossier, effect) = (dossier.to_owned(), serde_json::to_string(effect)?);
        self.write(move |sql| {
            sql.execute(
                "UPDATE task SET due_at = min(due_at, ?3) WHERE dossier = ?1 AND effect = ?2",
                params![dossier, effect, due_at],
            )?;
            Ok(())
        })
    }

    fn hasten_all(&self, due_at: i64) -> Stored<()> {
        self.write(move |sql| {
            sql.execute("UPDATE task SET due_at = ?1 WHERE due_at > ?1", [due_at])?;
            sql.execute("UPDATE upload SET due_at = ?1 WHERE due_at > ?1", [due_at])?;
            Ok(())
        })
    }

    fn postpone(&self, id: i64, due_at: i64) -> Stored<()> {
        self.write(move |sql| {
            sql.execute("UPDATE task SET due_at = ?2, tries = tries + 1 WHERE id = ?1", params![id, due_at])?;
            Ok(())
        })
    }
}

/// Puts a task on the list; the same task twice is one task, due at the earlier time.
pub(super) fn add(sql: &Connection, dossier: &str, effect: &Effect, due_at: i64) -> Stored<()> {
    sql.execute(
        "INSERT INTO task (dossier, effect, due_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (dossier, effect) DO UPDATE SET due_at = min(due_at, excluded.due_at)",
        params![dossier, serde_json::to_string(effect)?, due_at],
    )?;
    Ok(())
}
