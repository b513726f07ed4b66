//! Drafts that moved to another version of their form, in SQL.

use rusqlite::{Connection, params};

use crate::store::{Move, MovedRecord, StoreError, Stored};

/// Writes a move: the draft as it is now, and beside its event what it was.
pub(super) fn write(sql: &Connection, dossier: &str, step: &Move) -> Stored<()> {
    let record = &step.record;
    let changed = sql.execute(
        "UPDATE draft SET answers = ?3, revision = revision + 1, saved_at = ?4 WHERE dossier = ?1 AND revision = ?2",
        params![dossier, step.revision, serde_json::to_string(&step.answers)?, record.at],
    )?;
    if changed != 1 {
        return Err(StoreError::Conflict);
    }
    sql.execute(
        "UPDATE dossier SET procedure_version = ?2, subject = ?3, page = ?4 WHERE id = ?1",
        params![dossier, record.report.to, step.subject, step.page],
    )?;
    let files: Vec<(String, String)> = sql
        .prepare("SELECT id, field FROM file WHERE dossier = ?1")?
        .query_map([dossier], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (file, field) in files {
        if let Some((_, to)) = step.paths.iter().find(|(from, _)| *from == field) {
            sql.execute(
                "UPDATE file SET field = ?3 WHERE dossier = ?1 AND id = ?2",
                params![dossier, file, to],
            )?;
        }
    }
    sql.execute(
        "INSERT INTO moved (dossier, number, answers, report, at)
         SELECT id, version, ?2, ?3, ?4 FROM dossier WHERE id = ?1",
        params![
            dossier,
            serde_json::to_string(&record.answers)?,
            serde_json::to_string(&record.report)?,
            record.at
        ],
    )?;
    Ok(())
}

pub(super) fn unseen(sql: &Connection, dossier: &str) -> Stored<Vec<MovedRecord>> {
    let mut query = sql.prepare_cached(
        "SELECT answers, report, at FROM moved WHERE dossier = ?1 AND seen_at IS NULL ORDER BY number",
    )?;
    let rows = query
        .query_map([dossier], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?)))?;
    let mut moves = Vec::new();
    for row in rows {
        let (answers, report, at) = row?;
        let (answers, report) = (serde_json::from_str(&answers)?, serde_json::from_str(&report)?);
        moves.push(MovedRecord { answers, report, at });
    }
    Ok(moves)
}

pub(super) fn seen(sql: &Connection, dossier: &str, at: i64) -> Stored<()> {
    sql.execute(
        "UPDATE moved SET seen_at = ?2 WHERE dossier = ?1 AND seen_at IS NULL",
        params![dossier, at],
    )?;
    Ok(())
}
