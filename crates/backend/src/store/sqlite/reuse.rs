//! What did not have to be given, in SQL. Counts are written with their snapshot; offers when it is filed.

use std::collections::BTreeMap;

use eform::Reuse;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::Sqlite;
use crate::store::{EarlierRecord, Measured, ReuseRoom, ReuseTotal, Stored};

/// Writes the count of a snapshot.
pub(super) fn measure(sql: &Connection, dossier: &str, snapshot: u32, measured: &Measured) -> Stored<()> {
    let Reuse { given, known, proposed, papers_given, papers_known, missing: _ } = measured.reuse;
    let again = serde_json::to_string(&measured.again)?;
    sql.execute(
        "INSERT INTO reuse (dossier, snapshot, given, known, proposed, papers_given, papers_known, again)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![dossier, snapshot, given, known, proposed, papers_given, papers_known, again],
    )?;
    Ok(())
}

/// The snapshot was filed: what it gave is offered from now on, and only its count is kept.
pub(super) fn filed(sql: &Connection, dossier: &str, snapshot: u32) -> Stored<()> {
    let found: Option<(String, String, i64)> = sql
        .query_row(
            "SELECT reuse.again, dossier.owner, dossier.updated_at FROM reuse JOIN dossier ON dossier.id = reuse.dossier
             WHERE reuse.dossier = ?1 AND reuse.snapshot = ?2 AND dossier.acting_for IS NULL",
            params![dossier, snapshot],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    if let Some((again, owner, at)) = found {
        for (fact, value) in serde_json::from_str::<BTreeMap<String, Value>>(&again)? {
            sql.execute(
                "INSERT INTO earlier (owner, fact, value, dossier, at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (owner, fact) DO UPDATE SET value = excluded.value, dossier = excluded.dossier, at = excluded.at",
                params![owner, fact, serde_json::to_string(&value)?, dossier, at],
            )?;
        }
    }
    sql.execute("DELETE FROM reuse WHERE dossier = ?1 AND snapshot <> ?2", params![dossier, snapshot])?;
    sql.execute("UPDATE reuse SET again = '{}' WHERE dossier = ?1", [dossier])?;
    Ok(())
}

fn counts(row: &Row<'_>, first: usize) -> rusqlite::Result<Reuse> {
    Ok(Reuse {
        missing: 0,
        given: row.get(first)?,
        known: row.get(first + 1)?,
        proposed: row.get(first + 2)?,
        papers_given: row.get(first + 3)?,
        papers_known: row.get(first + 4)?,
    })
}

impl ReuseRoom for Sqlite {
    fn earlier(&self, owner: &str) -> Stored<Vec<EarlierRecord>> {
        self.read(|sql| {
            let mut query =
                sql.prepare_cached("SELECT fact, value, dossier, at FROM earlier WHERE owner = ?1")?;
            let rows = query.query_map([owner], |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?))
            })?;
            let mut records = Vec::new();
            for row in rows {
                let (fact, value, dossier, at) = row?;
                records.push(EarlierRecord { fact, value: serde_json::from_str(&value)?, dossier, at });
            }
            Ok(records)
        })
    }

    fn forget_earlier(&self, owner: &str) -> Stored<()> {
        let owner = owner.to_owned();
        self.write(move |sql| {
            sql.execute("DELETE FROM earlier WHERE owner = ?1", [owner])?;
            Ok(())
        })
    }

    fn reuse(&self, dossier: &str, snapshot: u32) -> Stored<Option<Reuse>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT given, known, proposed, papers_given, papers_known FROM reuse
                 WHERE dossier = ?1 AND snapshot = ?2",
            )?;
            Ok(query.query_row(params![dossier, snapshot], |row| counts(row, 0)).optional()?)
        })
    }

    fn reuse_totals(&self) -> Stored<Vec<ReuseTotal>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT dossier.procedure, count(*),
                        min(count(DISTINCT owner), count(DISTINCT coalesce(json_extract(acting_for, '$.id'), owner))),
                        sum(given), sum(known), sum(proposed), sum(papers_given), sum(papers_known)
                 FROM reuse JOIN dossier ON dossier.id = reuse.dossier WHERE dossier.stage = 'filed'
                 GROUP BY dossier.procedure ORDER BY dossier.procedure",
            )?;
            let rows = query.query_map([], |row| {
                let (procedure, dossiers, applicants) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(ReuseTotal { procedure, dossiers, applicants, reuse: counts(row, 3)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
