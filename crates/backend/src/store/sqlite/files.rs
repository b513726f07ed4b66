//! File records in SQL.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Sqlite;
use crate::store::{FileRecord, Files, StoreError, Stored};

const COLUMNS: &str = "id, dossier, field, name, size, sha256, kind, created_at";

impl Files for Sqlite {
    fn file(&self, dossier: &str, id: &str) -> Stored<Option<FileRecord>> {
        self.read(|sql| {
            let mut query =
                sql.prepare_cached(&format!("SELECT {COLUMNS} FROM file WHERE dossier = ?1 AND id = ?2"))?;
            Ok(query.query_row([dossier, id], record).optional()?)
        })
    }

    fn files(&self, dossier: &str) -> Stored<Vec<FileRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM file WHERE dossier = ?1 ORDER BY created_at, id"
            ))?;
            Ok(query.query_map([dossier], record)?.collect::<Result<_, _>>()?)
        })
    }

    fn remove_file(&self, dossier: &str, id: &str) -> Stored<bool> {
        let (dossier, id) = (dossier.to_owned(), id.to_owned());
        self.write(move |sql| remove(sql, &dossier, &id))
    }

    fn remove_draft_file(&self, dossier: &str, id: &str) -> Stored<bool> {
        self.remove_while(dossier, id, "stage = 'draft'")
    }

    fn remove_scan(&self, dossier: &str, id: &str) -> Stored<bool> {
        self.remove_while(dossier, id, "json_extract(state, '$.signing.state') <> 'on_paper'")
    }

    fn is_named(&self, sha256: &str) -> Stored<bool> {
        self.read(|sql| is_named(sql, sha256))
    }
}

impl Sqlite {
    /// Removes a file of a dossier of which `holds` is true in the same transaction.
    fn remove_while(&self, dossier: &str, id: &str, holds: &'static str) -> Stored<bool> {
        let (dossier, id) = (dossier.to_owned(), id.to_owned());
        self.write(move |sql| {
            let does = format!("SELECT EXISTS (SELECT 1 FROM dossier WHERE id = ?1 AND {holds})");
            if sql.query_row(&does, [&dossier], |row| row.get(0))? {
                remove(sql, &dossier, &id)
            } else {
                Err(StoreError::Conflict)
            }
        })
    }
}

fn remove(sql: &Connection, dossier: &str, id: &str) -> Stored<bool> {
    // A page that reads the list of uploads must not put it back into the answers.
    sql.execute("DELETE FROM upload WHERE dossier = ?1 AND file = ?2", [dossier, id])?;
    let sha256: Option<String> = sql
        .query_row("DELETE FROM file WHERE dossier = ?1 AND id = ?2 RETURNING sha256", [dossier, id], |row| {
            row.get(0)
        })
        .optional()?;
    let Some(sha256) = sha256 else { return Ok(false) };
    Ok(!is_named(sql, &sha256)?)
}

/// Whether a dossier has this file.
pub(super) fn is_there(sql: &Connection, dossier: &str, id: &str) -> Stored<bool> {
    let there = "SELECT EXISTS (SELECT 1 FROM file WHERE dossier = ?1 AND id = ?2)";
    Ok(sql.query_row(there, [dossier, id], |row| row.get(0))?)
}

pub(super) fn insert(sql: &Connection, f: &FileRecord) -> Stored<()> {
    sql.execute(
        &format!("INSERT INTO file ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        params![f.id, f.dossier, f.field, f.name, f.size, f.sha256, f.kind, f.created_at],
    )?;
    Ok(())
}

/// Whether a file of a dossier or a paper of the citizen's store still has these bytes.
pub(super) fn is_named(sql: &Connection, sha256: &str) -> Stored<bool> {
    Ok(sql.query_row(
        "SELECT EXISTS (SELECT 1 FROM file WHERE sha256 = ?1) OR EXISTS (SELECT 1 FROM paper WHERE sha256 = ?1)",
        [sha256],
        |row| row.get(0),
    )?)
}

fn record(row: &Row<'_>) -> rusqlite::Result<FileRecord> {
    Ok(FileRecord {
        id: row.get(0)?,
        dossier: row.get(1)?,
        field: row.get(2)?,
        name: row.get(3)?,
        size: row.get(4)?,
        sha256: row.get(5)?,
        kind: row.get(6)?,
        created_at: row.get(7)?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;

    use dossier::{Stage, State};
    use tempfile::TempDir;

    use super::insert;
    use crate::store::sqlite::Sqlite;
    use crate::store::sqlite::dossiers::tests::opened;
    use crate::store::{Append, Dossiers, Extra, FileRecord, Files, Frozen, Measured, StoreError};

    pub fn file(id: &str) -> FileRecord {
        FileRecord {
            id: id.to_owned(),
            dossier: "one".to_owned(),
            field: "f".to_owned(),
            name: "a.pdf".to_owned(),
            size: 1,
            sha256: "digest".to_owned(),
            kind: "pdf".to_owned(),
            created_at: 1,
        }
    }

    /// With one draft, called `one`.
    pub fn store() -> (TempDir, Sqlite) {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("test.sqlite3")).unwrap();
        let (record, draft, _) = opened("one");
        store.create(record, draft, None).unwrap();
        (folder, store)
    }

    fn fixing(files: &[&str]) -> Append {
        let frozen = Frozen {
            number: 1,
            content: Vec::new(),
            today: "2026-11-21".to_owned(),
            applicant_name: String::new(),
            applicant_id: String::new(),
            lists: None,
        };
        Append {
            dossier: "one".to_owned(),
            expected_version: 0,
            events: Vec::new(),
            state: State { stage: Stage::Frozen, ..State::new() },
            tasks: Vec::new(),
            extras: vec![Extra::Frozen {
                frozen,
                files: files.iter().map(|&id| id.to_owned()).collect(),
                facts: BTreeMap::new(),
                trouble: BTreeMap::new(),
                revision: 1,
                measured: Measured { reuse: eform::Reuse::default(), again: BTreeMap::new() },
            }],
            answered: None,
            at: 2,
        }
    }

    #[test]
    fn what_names_a_file_that_was_removed_is_not_fixed() {
        let (_folder, store) = store();
        store.write(|sql| insert(sql, &file("a"))).unwrap();
        assert!(store.remove_draft_file("one", "a").unwrap(), "nobody else has these bytes");
        assert!(matches!(store.append(fixing(&["a"])), Err(StoreError::Conflict)));
        assert_eq!(store.dossier("one").unwrap().unwrap().state.stage, Stage::Draft);
        store.append(fixing(&[])).unwrap();
    }

    #[test]
    fn a_file_of_what_is_fixed_is_not_removed() {
        let (_folder, store) = store();
        store.write(|sql| insert(sql, &file("a"))).unwrap();
        store.append(fixing(&["a"])).unwrap();
        assert!(matches!(store.remove_draft_file("one", "a"), Err(StoreError::Conflict)));
        assert!(store.file("one", "a").unwrap().is_some());
        assert!(store.remove_file("one", "a").unwrap(), "what erases a dossier may");
    }
}
