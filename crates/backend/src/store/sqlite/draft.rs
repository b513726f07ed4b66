//! Drafts in SQL.

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::{DraftRecord, Save, StoreError, Stored};

pub(super) fn insert(sql: &Connection, dossier: &str, draft: &DraftRecord) -> Stored<()> {
    sql.execute(
        "INSERT INTO draft (dossier, revision, answers, facts, trouble, saved_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            dossier,
            draft.revision,
            serde_json::to_string(&draft.answers)?,
            serde_json::to_string(&draft.facts)?,
            serde_json::to_string(&draft.trouble)?,
            draft.saved_at
        ],
    )?;
    Ok(())
}

pub(super) fn load(sql: &Connection, dossier: &str) -> Stored<Option<DraftRecord>> {
    let row = sql
        .prepare_cached("SELECT revision, answers, facts, trouble, saved_at FROM draft WHERE dossier = ?1")?
        .query_row([dossier], |row| {
            Ok((
                row.get(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
                row.get(4)?,
            ))
        })
        .optional()?;
    let Some((revision, answers, facts, trouble, saved_at)) = row else { return Ok(None) };
    Ok(Some(DraftRecord {
        answers: serde_json::from_str(&answers)?,
        facts: serde_json::from_str(&facts)?,
        trouble: serde_json::from_str(&trouble)?,
        revision,
        saved_at,
    }))
}

pub(super) fn save(sql: &Connection, save: &Save) -> Stored<u64> {
    let changed = sql.execute(
        "UPDATE draft SET answers = ?3, revision = revision + 1, saved_at = ?4 WHERE dossier = ?1 AND revision = ?2
         AND EXISTS (SELECT 1 FROM dossier WHERE id = ?1 AND stage = 'draft')",
        params![save.dossier, save.revision, serde_json::to_string(&save.answers)?, save.at],
    )?;
    if changed != 1 {
        return Err(StoreError::Conflict);
    }
    if let Some((facts, trouble)) = &save.facts {
        sql.execute(
            "UPDATE draft SET facts = ?2, trouble = ?3 WHERE dossier = ?1",
            params![save.dossier, serde_json::to_string(facts)?, serde_json::to_string(trouble)?],
        )?;
    }
    sql.execute(
        "UPDATE dossier SET subject = ?2, page = coalesce(?3, page), language = coalesce(?4, language), updated_at = ?5
         WHERE id = ?1",
        params![save.dossier, save.subject, save.page, save.language, save.at],
    )?;
    Ok(save.revision + 1)
}
