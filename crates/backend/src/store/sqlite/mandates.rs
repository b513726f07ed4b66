//! Mandates in SQL.

use contract::Extent;
use rusqlite::{OptionalExtension, Row, params};

use super::Sqlite;
use super::words::{read_word, word};
use crate::store::{MandateRecord, Mandates, StoreError, Stored};

const COLUMNS: &str =
    "id, grantor, grantor_name, grantee, procedures, ends_on, created_at, revoked_at, grantee_name, taken_at,
     extent
     FROM mandate";

impl Mandates for Sqlite {
    fn grant(&self, m: MandateRecord) -> Stored<MandateRecord> {
        self.write(move |sql| {
            let procedures = serde_json::to_string(&m.procedures)?;
            let extent = word(&m.extent)?;
            let same = sql
                .query_row(
                    &format!(
                        "SELECT {COLUMNS} WHERE grantor = ?1 AND grantee = ?2 AND procedures = ?3 AND ends_on = ?4
                         AND grantee_name IS ?5 AND extent = ?6 AND revoked_at IS NULL"
                    ),
                    params![m.grantor, m.grantee, procedures, m.ends_on, m.grantee_name, extent],
                    row,
                )
                .optional()?;
            if let Some(same) = same {
                return record(same);
            }
            sql.execute(
                "INSERT INTO mandate (id, grantor, grantor_name, grantee, procedures, ends_on, created_at, grantee_name, extent)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    m.id,
                    m.grantor,
                    m.grantor_name,
                    m.grantee,
                    procedures,
                    m.ends_on,
                    m.created_at,
                    m.grantee_name,
                    extent
                ],
            )?;
            Ok(m)
        })
    }

    fn mandate(&self, id: &str) -> Stored<Option<MandateRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!("SELECT {COLUMNS} WHERE id = ?1"))?;
            query.query_row([id], row).optional()?.map(record).transpose()
        })
    }

    fn mandates(&self, person: &str) -> Stored<Vec<MandateRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!(
                "SELECT {COLUMNS} WHERE grantor = ?1 OR grantee = ?1 ORDER BY created_at DESC, id"
            ))?;
            let rows = query.query_map([person], row)?.collect::<Result<Vec<_>, _>>()?;
            rows.into_iter().map(record).collect()
        })
    }

    fn revoke_mandate(&self, grantor: &str, id: &str, at: i64) -> Stored<bool> {
        let (grantor, id) = (grantor.to_owned(), id.to_owned());
        self.write(move |sql| {
            // The first time counts.
            let found = sql.execute(
                "UPDATE mandate SET revoked_at = coalesce(revoked_at, ?3) WHERE grantor = ?1 AND id = ?2",
                params![grantor, id, at],
            )?;
            Ok(found > 0)
        })
    }

    fn take_mandate(&self, id: &str, at: i64) -> Stored<()> {
        let id = id.to_owned();
        self.write(move |sql| {
            sql.execute(
                "UPDATE mandate SET taken_at = coalesce(taken_at, ?2) WHERE id = ?1",
                params![id, at],
            )?;
            Ok(())
        })
    }
}

/// A row whose list and extent are still text: reading JSON has another error than reading SQL.
fn row(row: &Row<'_>) -> rusqlite::Result<(MandateRecord, String, String)> {
    let record = MandateRecord {
        id: row.get(0)?,
        grantor: row.get(1)?,
        grantor_name: row.get(2)?,
        grantee: row.get(3)?,
        procedures: Vec::new(),
        extent: Extent::Assist,
        ends_on: row.get(5)?,
        created_at: row.get(6)?,
        revoked_at: row.get(7)?,
        grantee_name: row.get(8)?,
        taken_at: row.get(9)?,
    };
    Ok((record, row.get(4)?, row.get(10)?))
}

fn record((record, procedures, extent): (MandateRecord, String, String)) -> Stored<MandateRecord> {
    let procedures = serde_json::from_str(&procedures).map_err(StoreError::from)?;
    Ok(MandateRecord { procedures, extent: read_word(extent)?, ..record })
}
