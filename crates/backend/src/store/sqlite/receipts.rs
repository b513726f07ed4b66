//! Electronic receipts in SQL.

use dossier::Effect;
use rusqlite::{OptionalExtension, Row, ToSql, params};

use super::{Sqlite, tasks};
use crate::store::{DossierRecord, ReceiptRecord, Receipts, Stored};

const COLUMNS: &str = "SELECT r.id, r.issuer, r.number_at_issuer, r.dossier, r.payment_order, r.stated, r.file, r.name, r.over, r.asked_at
                       FROM receipt r";
const NEWEST_FIRST: &str = "ORDER BY r.kept DESC";

/// What a row holds before its JSON is read.
type Raw = (ReceiptParts, String, Option<String>);
type ReceiptParts = (String, String, String, String, String, Vec<u8>, String, i64);

fn row(row: &Row<'_>) -> rusqlite::Result<Raw> {
    let parts = (
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(6)?,
        row.get(7)?,
        row.get(9)?,
    );
    Ok((parts, row.get(5)?, row.get(8)?))
}

fn record((parts, stated, over): Raw) -> Stored<ReceiptRecord> {
    let (id, issuer, number_at_issuer, dossier, order, file, name, asked_at) = parts;
    let over = over.map(|over| serde_json::from_str(&over)).transpose()?;
    let stated = serde_json::from_str(&stated)?;
    Ok(ReceiptRecord { id, issuer, number_at_issuer, dossier, order, stated, file, name, over, asked_at })
}

impl Sqlite {
    fn found(&self, rest: &str, of: &dyn ToSql) -> Stored<Vec<ReceiptRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!("{COLUMNS} {rest} {NEWEST_FIRST}"))?;
            let rows = query.query_map([of], row)?.collect::<Result<Vec<_>, _>>()?;
            rows.into_iter().map(record).collect()
        })
    }

    fn one(&self, rest: &str, of: &dyn ToSql) -> Stored<Option<ReceiptRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!("{COLUMNS} {rest}"))?;
            query.query_row([of], row).optional()?.map(record).transpose()
        })
    }
}

impl Receipts for Sqlite {
    fn keep_receipts(&self, receipts: Vec<ReceiptRecord>) -> Stored<()> {
        self.write(move |sql| {
            for one in receipts {
                let over = one.over.as_ref().map(serde_json::to_string).transpose()?;
                sql.execute(
                    "INSERT INTO receipt (id, issuer, number_at_issuer, dossier, payment_order, code, stated, file, name, over, asked_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                     ON CONFLICT (issuer, number_at_issuer)
                     DO UPDATE SET over = coalesce(over, excluded.over), asked_at = excluded.asked_at",
                    params![
                        one.id,
                        one.issuer,
                        one.number_at_issuer,
                        one.dossier,
                        one.order,
                        one.stated.code,
                        serde_json::to_string(&one.stated)?,
                        one.file,
                        one.name,
                        over,
                        one.asked_at
                    ],
                )?;
            }
            Ok(())
        })
    }

    fn receipts_for(&self, order: &str) -> Stored<Vec<ReceiptRecord>> {
        self.found("WHERE r.payment_order = ?1", &order)
    }

    fn payable(&self, owner: &str) -> Stored<Vec<DossierRecord>> {
        self.whose(owner, "owner = ?1")
    }

    fn receipts_of(&self, owner: &str) -> Stored<Vec<ReceiptRecord>> {
        self.found("JOIN dossier d ON d.id = r.dossier WHERE d.owner = ?1", &owner)
    }

    fn receipt(&self, id: &str) -> Stored<Option<ReceiptRecord>> {
        self.one("WHERE r.id = ?1", &id)
    }

    fn receipt_by_code(&self, code: &str) -> Stored<Option<ReceiptRecord>> {
        self.one("WHERE r.code = ?1", &code)
    }

    fn ask_for_receipts_again(&self, due_at: i64) -> Stored<usize> {
        // Looked for beside the writer: every dossier's state is read.
        let missing: Vec<(String, String)> = self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT d.id, o.value ->> 'order' AS paid FROM dossier d, json_each(d.state, '$.orders') o
                 WHERE o.value -> 'outcome' ->> 'state' = 'counted'
                 AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.payment_order = paid)
                 AND NOT EXISTS (SELECT 1 FROM task t WHERE t.dossier = d.id
                                 AND t.effect = json_object('effect', 'ask_receipt', 'order', paid))",
            )?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        if missing.is_empty() {
            return Ok(0);
        }
        self.write(move |sql| {
            for (dossier, order) in &missing {
                tasks::add(sql, dossier, &Effect::AskReceipt { order: order.clone() }, due_at)?;
            }
            Ok(missing.len())
        })
    }
}
