//! Decisions about asking registers, in SQL.

use rusqlite::{OptionalExtension, Row, params};

use super::Sqlite;
use crate::store::{ConsentRecord, Consents, Stored};

const COLUMNS: &str = "SELECT reference, owner, purpose, agreed, text, registers, at, withdraws FROM consent";

fn record(row: &Row<'_>) -> rusqlite::Result<ConsentRecord> {
    let registers: String = row.get(5)?;
    Ok(ConsentRecord {
        reference: row.get(0)?,
        owner: row.get(1)?,
        purpose: row.get(2)?,
        agreed: row.get(3)?,
        text: row.get(4)?,
        registers: registers.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        at: row.get(6)?,
        withdraws: row.get(7)?,
    })
}

impl Consents for Sqlite {
    fn consents(&self, owner: &str) -> Stored<Vec<ConsentRecord>> {
        self.read(|sql| {
            let latest = "WHERE rowid IN (SELECT max(rowid) FROM consent WHERE owner = ?1 GROUP BY purpose)";
            let mut query = sql.prepare_cached(&format!("{COLUMNS} {latest} ORDER BY rowid DESC"))?;
            Ok(query.query_map([owner], record)?.collect::<Result<_, _>>()?)
        })
    }

    fn decisions(&self, owner: &str, since: i64) -> Stored<Vec<ConsentRecord>> {
        self.read(|sql| {
            let all = "WHERE owner = ?1 AND at >= ?2 ORDER BY rowid DESC";
            let mut query = sql.prepare_cached(&format!("{COLUMNS} {all}"))?;
            Ok(query.query_map(params![owner, since], record)?.collect::<Result<_, _>>()?)
        })
    }

    fn consent(&self, owner: &str, purpose: &str) -> Stored<Option<ConsentRecord>> {
        self.read(|sql| {
            let latest = "WHERE owner = ?1 AND purpose = ?2 ORDER BY rowid DESC LIMIT 1";
            let mut query = sql.prepare_cached(&format!("{COLUMNS} {latest}"))?;
            Ok(query.query_row([owner, purpose], record).optional()?)
        })
    }

    fn decide(&self, record: ConsentRecord) -> Stored<()> {
        self.write(move |sql| {
            sql.execute(
                "INSERT INTO consent (reference, owner, purpose, agreed, text, registers, at, withdraws)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    record.reference,
                    record.owner,
                    record.purpose,
                    record.agreed,
                    record.text,
                    record.registers.join(" "),
                    record.at,
                    record.withdraws
                ],
            )?;
            Ok(())
        })
    }
}
