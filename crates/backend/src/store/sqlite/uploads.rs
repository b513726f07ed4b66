//! Uploads in SQL.

use contract::UploadState;
use rusqlite::{Connection, Params, Row, params};

use super::{Sqlite, files};
use crate::store::{Begun, Quota, Settled, Stored, UploadRecord, Uploads};

const COLUMNS: &str = "id, dossier, field, name, size, sha256, received, state, reason, file, created_at, touched_at, \
                       due_at, tries";

impl Uploads for Sqlite {
    fn begin_upload(&self, new: UploadRecord, quota: Quota) -> Stored<Begun> {
        self.write(move |sql| {
            let same = params![new.dossier, new.field, new.sha256, new.size];
            sql.execute(
                "DELETE FROM upload WHERE dossier = ?1 AND field = ?2 AND sha256 = ?3 AND size = ?4
                 AND state IN ('refused', 'infected')",
                same,
            )?;
            let found = many(sql, "dossier = ?1 AND field = ?2 AND sha256 = ?3 AND size = ?4", same)?;
            if let Some(found) = found.into_iter().next() {
                return Ok(Begun::Again(Box::new(found)));
            }
            let is_full = sum(sql, OF_DOSSIER, &new.dossier)? + new.size > quota.dossier
                || sum(sql, OF_CITIZEN, &new.dossier)? + new.size > quota.citizen
                || sum(sql, "SELECT count(*) FROM upload WHERE dossier = ?1", &new.dossier)? >= quota.uploads;
            if is_full {
                return Ok(Begun::Full);
            }
            sql.execute(
                &format!(
                    "INSERT INTO upload ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
                ),
                params![
                    new.id, new.dossier, new.field, new.name, new.size, new.sha256, new.received, word(new.state),
                    new.reason, new.file, new.created_at, new.touched_at, new.due_at, new.tries
                ],
            )?;
            Ok(Begun::New)
        })
    }

    fn upload(&self, dossier: &str, id: &str) -> Stored<Option<UploadRecord>> {
        self.read(|sql| Ok(many(sql, "dossier = ?1 AND id = ?2", [dossier, id])?.into_iter().next()))
    }

    fn uploads(&self, dossier: &str) -> Stored<Vec<UploadRecord>> {
        self.read(|sql| many(sql, "dossier = ?1 ORDER BY created_at, id", [dossier]))
    }

    fn advance_upload(&self, id: &str, from: u64, to: u64, at: i64) -> Stored<bool> {
        let id = id.to_owned();
        self.write(move |sql| {
            let changed = sql.execute(
                "UPDATE upload SET received = ?3, touched_at = ?4 WHERE id = ?1 AND received = ?2 AND state = 'sending'",
                params![id, from, to, at],
            )?;
            Ok(changed == 1)
        })
    }

    fn settle_upload(&self, id: &str, settled: Settled) -> Stored<bool> {
        let id = id.to_owned();
        self.write(move |sql| {
            let changed = sql.execute(
                "UPDATE upload SET state = ?2, reason = ?3, file = ?4, due_at = ?5
                 WHERE id = ?1 AND state IN ('sending', 'checking')",
                params![
                    id,
                    word(settled.state),
                    settled.reason,
                    settled.file.as_ref().map(|file| &file.id),
                    settled.due_at
                ],
            )?;
            if changed == 1
                && let Some(file) = &settled.file
            {
                files::insert(sql, file)?;
            }
            Ok(changed == 1)
        })
    }

    fn postpone_upload(&self, id: &str, due_at: i64) -> Stored<()> {
        let id = id.to_owned();
        self.write(move |sql| {
            sql.execute(
                "UPDATE upload SET due_at = ?2, tries = tries + 1 WHERE id = ?1",
                params![id, due_at],
            )?;
            Ok(())
        })
    }

    fn end_upload(&self, dossier: &str, id: &str) -> Stored<()> {
        let (dossier, id) = (dossier.to_owned(), id.to_owned());
        self.write(move |sql| {
            sql.execute("DELETE FROM upload WHERE dossier = ?1 AND id = ?2", [dossier, id])?;
            Ok(())
        })
    }

    fn uploads_to_scan(&self, now: i64, limit: u32) -> Stored<Vec<UploadRecord>> {
        let due = "state = 'checking' AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2";
        self.read(|sql| many(sql, due, params![now, limit]))
    }

    fn abandoned_uploads(&self, moment: i64, limit: u32) -> Stored<Vec<UploadRecord>> {
        let abandoned = "state = 'sending' AND touched_at <= ?1 ORDER BY touched_at, id LIMIT ?2";
        self.read(|sql| many(sql, abandoned, params![moment, limit]))
    }

    fn without_upload(&self, handles: Vec<String>) -> Stored<Vec<String>> {
        self.read(|sql| {
            let mut query = sql
                .prepare_cached("SELECT 1 FROM upload WHERE id = ?1 AND state IN ('sending', 'checking')")?;
            let mut unknown = Vec::new();
            for handle in handles {
                if !query.exists([&handle])? {
                    unknown.push(handle);
                }
            }
            Ok(unknown)
        })
    }

    fn next_scan(&self) -> Stored<Option<i64>> {
        let next = "SELECT min(due_at) FROM upload WHERE state = 'checking'";
        self.read(|sql| Ok(sql.query_row(next, [], |row| row.get(0))?))
    }
}

/// What was attached from the citizen's own store is there once already, and counts there.
const OF_DOSSIER: &str = "SELECT (SELECT coalesce(sum(size), 0) FROM file WHERE dossier = ?1 AND id NOT IN (SELECT file FROM paper_use WHERE dossier = ?1))
    + (SELECT coalesce(sum(size), 0) FROM upload WHERE dossier = ?1 AND state IN ('sending', 'checking'))";
const OF_CITIZEN: &str = "WITH own AS (SELECT id FROM dossier WHERE stage = 'draft' AND owner = (SELECT owner FROM dossier WHERE id = ?1))
    SELECT (SELECT coalesce(sum(size), 0) FROM file WHERE dossier IN own AND id NOT IN (SELECT file FROM paper_use WHERE dossier IN own))
    + (SELECT coalesce(sum(size), 0) FROM upload WHERE dossier IN own AND state IN ('sending', 'checking'))";

fn sum(sql: &Connection, query: &str, dossier: &str) -> Stored<u64> {
    Ok(sql.query_row(query, [dossier], |row| row.get(0))?)
}

fn many(sql: &Connection, which: &str, values: impl Params) -> Stored<Vec<UploadRecord>> {
    let mut query = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM upload WHERE {which}"))?;
    Ok(query.query_map(values, record)?.collect::<Result<_, _>>()?)
}

fn record(row: &Row<'_>) -> rusqlite::Result<UploadRecord> {
    Ok(UploadRecord {
        id: row.get(0)?,
        dossier: row.get(1)?,
        field: row.get(2)?,
        name: row.get(3)?,
        size: row.get(4)?,
        sha256: row.get(5)?,
        received: row.get(6)?,
        state: state(&row.get::<_, String>(7)?),
        reason: row.get(8)?,
        file: row.get(9)?,
        created_at: row.get(10)?,
        touched_at: row.get(11)?,
        due_at: row.get(12)?,
        tries: row.get(13)?,
    })
}

const fn word(state: UploadState) -> &'static str {
    match state {
        UploadState::Sending => "sending",
        UploadState::Checking => "checking",
        UploadState::Clean => "clean",
        UploadState::Refused => "refused",
        UploadState::Infected => "infected",
    }
}

/// Only words of [`word`] are ever written.
fn state(word: &str) -> UploadState {
    match word {
        "sending" => UploadState::Sending,
        "checking" => UploadState::Checking,
        "clean" => UploadState::Clean,
        "infected" => UploadState::Infected,
        _ => UploadState::Refused,
    }
}

#[cfg(test)]
mod tests {
    use contract::UploadState;

    use super::super::files::insert;
    use super::super::files::tests::{file, store};
    use super::super::papers::tests::{paper, used};
    use crate::store::{Begun, FileRecord, Papers, Quota, UploadRecord, Uploads};

    #[test]
    fn what_comes_from_the_citizens_own_store_leaves_all_the_room_for_uploads() {
        let (_folder, store) = store();
        store.keep_paper(paper()).unwrap();
        store.use_paper(used("a"), file("a")).unwrap();
        let begun = |id: &str| {
            let new = UploadRecord {
                id: id.to_owned(),
                dossier: "one".to_owned(),
                field: "f".to_owned(),
                name: "b.pdf".to_owned(),
                size: 2,
                sha256: id.to_owned(),
                received: 0,
                state: UploadState::Sending,
                reason: None,
                file: None,
                created_at: 1,
                touched_at: 1,
                due_at: None,
                tries: 0,
            };
            store.begin_upload(new, Quota { dossier: 4, citizen: 5, uploads: 9 }).unwrap()
        };
        assert_eq!((begun("b"), begun("c")), (Begun::New, Begun::New));
        assert_eq!(begun("d"), Begun::Full);
        store.end_upload("one", "c").unwrap();
        store.write(|sql| insert(sql, &FileRecord { sha256: "e".to_owned(), ..file("e") })).unwrap();
        assert_eq!(begun("d"), Begun::Full, "what was uploaded counts as long as it is there");
    }
}
