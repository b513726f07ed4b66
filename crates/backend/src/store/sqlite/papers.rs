//! Papers and their uses in SQL.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Sqlite;
use super::files::{self, insert};
use crate::store::{FileRecord, PaperRecord, PaperSource, Papers, Stored, UseRecord};

const COLUMNS: &str =
    "id, owner, source, origin, component, title, holder, reference, issuer, issued_on, valid_until, dossier,
    name, size, sha256, kind, kept_at";
const USE: &str = "u.file, u.paper, u.dossier, u.field, u.title, u.source, u.reference, u.issued_on, u.at,
    EXISTS (SELECT 1 FROM file WHERE file.id = u.file)";

impl Papers for Sqlite {
    fn keep_paper(&self, p: PaperRecord) -> Stored<bool> {
        self.write(move |sql| {
            let same: bool = sql.query_row(
                "SELECT EXISTS (SELECT 1 FROM paper WHERE owner = ?1 AND component = ?2 AND sha256 = ?3 AND holder IS ?4)",
                params![p.owner, p.component, p.sha256, p.holder],
                |row| row.get(0),
            )?;
            if same {
                return Ok(false);
            }
            let added = sql.execute(
                &format!(
                    "INSERT INTO paper ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                     ?16, ?17) ON CONFLICT DO NOTHING"
                ),
                params![
                    p.id,
                    p.owner,
                    p.source.as_str(),
                    p.origin,
                    p.component,
                    p.title,
                    p.holder,
                    p.reference,
                    p.issuer,
                    p.issued_on,
                    p.valid_until,
                    p.dossier,
                    p.name,
                    p.size,
                    p.sha256,
                    p.kind,
                    p.kept_at
                ],
            )?;
            Ok(added == 1)
        })
    }

    fn knows_paper(&self, source: PaperSource, origin: &str) -> Stored<bool> {
        self.read(|sql| {
            let mut query =
                sql.prepare_cached("SELECT EXISTS (SELECT 1 FROM paper WHERE source = ?1 AND origin = ?2)")?;
            Ok(query.query_row([source.as_str(), origin], |row| row.get(0))?)
        })
    }

    fn papers(&self, owner: &str) -> Stored<Vec<PaperRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM paper WHERE owner = ?1 AND removed_at IS NULL ORDER BY kept_at DESC, issued_on DESC, id"
            ))?;
            Ok(query.query_map([owner], record)?.collect::<Result<_, _>>()?)
        })
    }

    fn paper(&self, owner: &str, id: &str) -> Stored<Option<PaperRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM paper WHERE owner = ?1 AND id = ?2 AND removed_at IS NULL"
            ))?;
            Ok(query.query_row([owner, id], record).optional()?)
        })
    }

    fn remove_paper(&self, owner: &str, id: &str, at: i64) -> Stored<bool> {
        let (owner, id) = (owner.to_owned(), id.to_owned());
        self.write(move |sql| {
            let sha256: Option<String> = sql
                .query_row(
                    "SELECT sha256 FROM paper WHERE owner = ?1 AND id = ?2 AND removed_at IS NULL",
                    [&owner, &id],
                    |row| row.get(0),
                )
                .optional()?;
            let Some(sha256) = sha256 else { return Ok(false) };
            sql.execute(
                "UPDATE paper SET title = '', holder = NULL, reference = '', issuer = NULL, issued_on = '', valid_until = NULL,
                 name = '', size = 0, sha256 = '', kind = '', removed_at = ?2 WHERE id = ?1",
                params![id, at],
            )?;
            Ok(!files::is_named(sql, &sha256)?)
        })
    }

    fn use_paper(&self, u: UseRecord, file: FileRecord) -> Stored<Option<String>> {
        self.write(move |sql| {
            let is_there: bool = sql.query_row(
                "SELECT EXISTS (SELECT 1 FROM paper WHERE id = ?1 AND removed_at IS NULL)",
                [&u.paper],
                |row| row.get(0),
            )?;
            if !is_there {
                return Ok(None);
            }
            let known = "SELECT u.file FROM paper_use u JOIN file ON file.id = u.file
                 WHERE u.dossier = ?1 AND u.paper = ?2 AND u.field = ?3";
            let known =
                sql.query_row(known, [&u.dossier, &u.paper, &u.field], |row| row.get(0)).optional()?;
            if known.is_some() {
                return Ok(known);
            }
            insert(sql, &file)?;
            sql.execute(
                "INSERT INTO paper_use (file, paper, dossier, field, title, source, reference, issued_on, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    u.file,
                    u.paper,
                    u.dossier,
                    u.field,
                    u.title,
                    u.source,
                    u.reference,
                    u.issued_on,
                    u.at
                ],
            )?;
            Ok(Some(u.file))
        })
    }

    fn uses_in(&self, dossier: &str) -> Stored<Vec<UseRecord>> {
        self.read(|sql| {
            uses(
                sql,
                &format!("SELECT {USE} FROM paper_use u WHERE u.dossier = ?1 ORDER BY u.at, u.file"),
                dossier,
            )
        })
    }

    fn uses_by(&self, owner: &str) -> Stored<Vec<UseRecord>> {
        self.read(|sql| {
            let query = format!(
                "SELECT {USE} FROM paper_use u JOIN dossier d ON d.id = u.dossier
                 WHERE d.owner = ?1 ORDER BY u.at DESC, u.file"
            );
            uses(sql, &query, owner)
        })
    }

    fn keeps_uploads(&self, dossier: &str) -> Stored<bool> {
        self.read(|sql| {
            let mut query =
                sql.prepare_cached("SELECT EXISTS (SELECT 1 FROM paper_keep WHERE dossier = ?1)")?;
            Ok(query.query_row([dossier], |row| row.get(0))?)
        })
    }

    fn keep_uploads(&self, dossier: &str, keep: bool, at: i64) -> Stored<()> {
        let dossier = dossier.to_owned();
        self.write(move |sql| {
            if keep {
                sql.execute(
                    "INSERT INTO paper_keep (dossier, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                    params![dossier, at],
                )?;
            } else {
                sql.execute("DELETE FROM paper_keep WHERE dossier = ?1", [dossier])?;
            }
            Ok(())
        })
    }
}

fn uses(sql: &Connection, query: &str, of: &str) -> Stored<Vec<UseRecord>> {
    let mut query = sql.prepare_cached(query)?;
    let rows = query.query_map([of], |row| {
        Ok(UseRecord {
            file: row.get(0)?,
            paper: row.get(1)?,
            dossier: row.get(2)?,
            field: row.get(3)?,
            title: row.get(4)?,
            source: row.get(5)?,
            reference: row.get(6)?,
            issued_on: row.get(7)?,
            at: row.get(8)?,
            is_there: row.get(9)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn record(row: &Row<'_>) -> rusqlite::Result<PaperRecord> {
    let source: String = row.get(2)?;
    Ok(PaperRecord {
        id: row.get(0)?,
        owner: row.get(1)?,
        source: if source == PaperSource::Result.as_str() {
            PaperSource::Result
        } else {
            PaperSource::Upload
        },
        origin: row.get(3)?,
        component: row.get(4)?,
        title: row.get(5)?,
        holder: row.get(6)?,
        reference: row.get(7)?,
        issuer: row.get(8)?,
        issued_on: row.get(9)?,
        valid_until: row.get(10)?,
        dossier: row.get(11)?,
        name: row.get(12)?,
        size: row.get(13)?,
        sha256: row.get(14)?,
        kind: row.get(15)?,
        kept_at: row.get(16)?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use crate::store::sqlite::files::tests::{file, store};
    use crate::store::{Files, PaperRecord, PaperSource, Papers, UseRecord};

    pub fn paper() -> PaperRecord {
        PaperRecord {
            id: "paper".to_owned(),
            owner: "001195004321".to_owned(),
            source: PaperSource::Upload,
            origin: "o".to_owned(),
            component: "c".to_owned(),
            title: "t".to_owned(),
            holder: None,
            reference: "r".to_owned(),
            issuer: None,
            issued_on: "2026-11-21".to_owned(),
            valid_until: None,
            dossier: "one".to_owned(),
            name: "a.pdf".to_owned(),
            size: 1,
            sha256: "digest".to_owned(),
            kind: "pdf".to_owned(),
            kept_at: 1,
        }
    }

    pub fn used(file: &str) -> UseRecord {
        UseRecord {
            file: file.to_owned(),
            paper: "paper".to_owned(),
            dossier: "one".to_owned(),
            field: "f".to_owned(),
            title: "t".to_owned(),
            source: "upload".to_owned(),
            reference: "r".to_owned(),
            issued_on: "2026-11-21".to_owned(),
            at: 1,
            is_there: true,
        }
    }

    #[test]
    fn a_paper_is_one_file_of_an_answer_and_none_once_it_was_removed() {
        let (_folder, store) = store();
        store.keep_paper(paper()).unwrap();
        for id in ["a", "b"] {
            assert_eq!(store.use_paper(used(id), file(id)).unwrap().as_deref(), Some("a"));
        }
        assert_eq!(store.files("one").unwrap().len(), 1);
        store.remove_draft_file("one", "a").unwrap();
        assert!(store.remove_paper("001195004321", "paper", 2).unwrap(), "its bytes are deleted now");
        assert_eq!(store.use_paper(used("c"), file("c")).unwrap(), None);
        assert_eq!(store.files("one").unwrap().len(), 0);
    }
}
