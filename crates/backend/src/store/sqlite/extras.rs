//! What is written beside the events, in their transaction.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dossier::signature::Source;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{files, moved, reuse};
use crate::store::{Attempt, Extra, Frozen, Order, RevocationAnswer, StoreError, Stored, Way};

/// What the citizen typed: the draft, and the answers to commands that showed it. That a dossier was opened under a key
/// stays known, so that the key cannot open a second one.
const DRAFT: &[&str] = &[
    "DELETE FROM draft WHERE dossier = ?1",
    "DELETE FROM moved WHERE dossier = ?1",
    "DELETE FROM answered WHERE dossier = ?1 AND route <> 'POST /api/dossiers'",
    "UPDATE answered SET body = '' WHERE dossier = ?1",
    "UPDATE attempt SET unstamped = NULL, unstamped_at = NULL, unchecked = NULL, unchecked_at = NULL WHERE dossier = ?1",
];
const REST: &[&str] = &[
    "DELETE FROM frozen WHERE dossier = ?1",
    "DELETE FROM revocation WHERE dossier = ?1",
    "DELETE FROM attempt WHERE dossier = ?1",
    "DELETE FROM reuse WHERE dossier = ?1",
    "DELETE FROM invitation WHERE dossier = ?1",
    "DELETE FROM paper_use WHERE dossier = ?1",
    "DELETE FROM paper_keep WHERE dossier = ?1",
    "UPDATE dossier SET subject = NULL, acting_for = NULL, acting_until = NULL, acting_over = NULL, helper = NULL,
     helped_name = NULL WHERE id = ?1",
];

pub(super) fn write(sql: &Connection, dossier: &str, extra: &Extra) -> Stored<()> {
    match extra {
        Extra::Frozen { frozen, files, facts, trouble, revision, measured } => {
            // A file may have been removed since the content was made; what is fixed can always be delivered.
            for file in files {
                must_be_there(sql, dossier, file)?;
            }
            let changed = sql.execute(
                "UPDATE draft SET facts = ?3, trouble = ?4 WHERE dossier = ?1 AND revision = ?2",
                params![dossier, revision, serde_json::to_string(facts)?, serde_json::to_string(trouble)?],
            )?;
            if changed != 1 {
                return Err(StoreError::Conflict);
            }
            sql.execute(
                "INSERT INTO frozen (dossier, number, content, today, applicant_name, applicant_id, lists)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    dossier,
                    frozen.number,
                    frozen.content,
                    frozen.today,
                    frozen.applicant_name,
                    frozen.applicant_id,
                    frozen.lists
                ],
            )?;
            reuse::measure(sql, dossier, frozen.number, measured)?;
        }
        Extra::Scan { file } => must_be_there(sql, dossier, file)?,
        Extra::Prepared(attempt) => insert_attempt(sql, dossier, attempt)?,
        Extra::Unstamped { attempt, container, at } => {
            sql.execute(
                "UPDATE attempt SET unstamped = ?3, unstamped_at = ?4 WHERE dossier = ?1 AND number = ?2",
                params![dossier, attempt, container, at],
            )?;
        }
        Extra::Unchecked { attempt, container, at } => {
            sql.execute(
                "UPDATE attempt SET unchecked = ?3, unchecked_at = ?4, unstamped = NULL, unstamped_at = NULL
                 WHERE dossier = ?1 AND number = ?2",
                params![dossier, attempt, container, at],
            )?;
        }
        Extra::Container { attempt, container } => settle(sql, dossier, *attempt, Some(container))?,
        Extra::DropContainer { attempt } => settle(sql, dossier, *attempt, None)?,
        Extra::Revocation { attempt, answer, at } => {
            // The task may run twice: what was said first stays.
            sql.execute(
                "INSERT OR IGNORE INTO revocation (dossier, attempt, source, answer, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![dossier, attempt, answer.source.code(), answer.answer, at],
            )?;
        }
        Extra::Ordered(order) => {
            let (url, transfer) = match &order.way {
                Way::Redirect(url) => (url.as_str(), None),
                Way::Transfer(text) => ("", Some(text.as_str())),
                Way::None => ("", None),
            };
            sql.execute(
                "INSERT INTO payment_order (reference, dossier, provider, amount, redirect_url, transfer, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    order.reference,
                    dossier,
                    order.provider,
                    order.amount,
                    url,
                    transfer,
                    order.created_at
                ],
            )?;
        }
        Extra::Page { order, url } => of_order(sql, order, "redirect_url", url)?,
        Extra::Moved(step) => moved::write(sql, dossier, step)?,
        Extra::Transaction { order, transaction } => {
            of_order(sql, order, "provider_transaction", transaction)?;
        }
        Extra::EraseDraft { filed } => {
            erase(sql, dossier, DRAFT)?;
            reuse::filed(sql, dossier, *filed)?;
            sql.execute("DELETE FROM frozen WHERE dossier = ?1 AND number <> ?2", params![dossier, filed])?;
            sql.execute(
                "DELETE FROM revocation WHERE dossier = ?1 AND attempt IN
                 (SELECT number FROM attempt WHERE dossier = ?1 AND snapshot <> ?2)",
                params![dossier, filed],
            )?;
            sql.execute(
                "DELETE FROM attempt WHERE dossier = ?1 AND snapshot <> ?2",
                params![dossier, filed],
            )?;
        }
        Extra::EraseAll => {
            erase(sql, dossier, DRAFT)?;
            erase(sql, dossier, REST)?;
        }
    }
    Ok(())
}

/// The end of an attempt, with its container or without: nothing waits any more.
fn settle(sql: &Connection, dossier: &str, attempt: u32, container: Option<&[u8]>) -> Stored<()> {
    sql.execute(
        "UPDATE attempt SET container = ?3, unstamped = NULL, unstamped_at = NULL, unchecked = NULL, unchecked_at = NULL
         WHERE dossier = ?1 AND number = ?2",
        params![dossier, attempt, container],
    )?;
    Ok(())
}

/// What is learned of an order after it was opened.
fn of_order(sql: &Connection, order: &str, column: &str, value: &str) -> Stored<()> {
    let update = format!("UPDATE payment_order SET {column} = ?2 WHERE reference = ?1");
    sql.execute(&update, params![order, value])?;
    Ok(())
}

fn erase(sql: &Connection, dossier: &str, statements: &[&str]) -> Stored<()> {
    for statement in statements {
        sql.execute(statement, [dossier])?;
    }
    Ok(())
}

fn insert_attempt(sql: &Connection, dossier: &str, attempt: &Attempt) -> Stored<()> {
    let chain: Vec<String> = attempt.chain.iter().map(|der| STANDARD.encode(der)).collect();
    sql.execute(
        "INSERT INTO attempt (dossier, number, snapshot, chain, signing_time, attributes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            dossier,
            attempt.number,
            attempt.snapshot,
            serde_json::to_string(&chain)?,
            attempt.signing_time,
            attempt.attributes
        ],
    )?;
    Ok(())
}

fn must_be_there(sql: &Connection, dossier: &str, file: &str) -> Stored<()> {
    if files::is_there(sql, dossier, file)? { Ok(()) } else { Err(StoreError::Conflict) }
}

pub(super) fn frozen(sql: &Connection, dossier: &str, number: u32) -> Stored<Option<Frozen>> {
    Ok(sql
        .prepare_cached(
            "SELECT number, content, today, applicant_name, applicant_id, lists FROM frozen WHERE dossier = ?1 AND number = ?2",
        )?
        .query_row(params![dossier, number], |row| {
            Ok(Frozen {
                number: row.get(0)?,
                content: row.get(1)?,
                today: row.get(2)?,
                applicant_name: row.get(3)?,
                applicant_id: row.get(4)?,
                lists: row.get(5)?,
            })
        })
        .optional()?)
}

pub(super) fn attempt(sql: &Connection, dossier: &str, number: u32) -> Stored<Option<Attempt>> {
    let row = sql
        .prepare_cached(
            "SELECT number, snapshot, chain, signing_time, attributes, container, unstamped, unstamped_at, unchecked, unchecked_at
             FROM attempt
             WHERE dossier = ?1 AND number = ?2",
        )?
        .query_row(params![dossier, number], |row| Ok((row.get::<_, String>(2)?, attempt_row(row)?)))
        .optional()?;
    let Some((chain, mut attempt)) = row else { return Ok(None) };
    for text in serde_json::from_str::<Vec<String>>(&chain)? {
        attempt.chain.push(STANDARD.decode(text).map_err(|error| StoreError::Broken(error.to_string()))?);
    }
    Ok(Some(attempt))
}

fn attempt_row(row: &Row<'_>) -> rusqlite::Result<Attempt> {
    Ok(Attempt {
        number: row.get(0)?,
        snapshot: row.get(1)?,
        chain: Vec::new(),
        signing_time: row.get(3)?,
        attributes: row.get(4)?,
        container: row.get(5)?,
        unstamped: row.get::<_, Option<Vec<u8>>>(6)?.zip(row.get(7)?),
        unchecked: row.get::<_, Option<Vec<u8>>>(8)?.zip(row.get(9)?),
    })
}

pub(super) fn revocation(sql: &Connection, dossier: &str, attempt: u32) -> Stored<Option<RevocationAnswer>> {
    let row = sql
        .prepare_cached("SELECT source, answer FROM revocation WHERE dossier = ?1 AND attempt = ?2")?
        .query_row(params![dossier, attempt], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))
        .optional()?;
    let Some((code, answer)) = row else { return Ok(None) };
    let source = Source::EVERY.into_iter().find(|source| source.code() == code);
    let source =
        source.ok_or_else(|| StoreError::Broken(format!("an answer of an unknown kind {code:?}")))?;
    Ok(Some(RevocationAnswer { source, answer }))
}

const ORDER: &str = "SELECT reference, dossier, provider, amount, redirect_url, transfer, created_at, provider_transaction FROM payment_order WHERE";

pub(super) fn order(sql: &Connection, reference: &str) -> Stored<Option<Order>> {
    Ok(sql
        .prepare_cached(&format!("{ORDER} reference = ?1"))?
        .query_row([reference], order_row)
        .optional()?)
}

pub(super) fn order_of(sql: &Connection, provider: &str, transaction: &str) -> Stored<Option<Order>> {
    let mut query = sql.prepare_cached(&format!("{ORDER} provider = ?1 AND provider_transaction = ?2"))?;
    Ok(query.query_row([provider, transaction], order_row).optional()?)
}

fn order_row(row: &Row<'_>) -> rusqlite::Result<Order> {
    let (url, transfer): (String, Option<String>) = (row.get(4)?, row.get(5)?);
    let way = match transfer {
        Some(text) => Way::Transfer(text),
        None if url.is_empty() => Way::None,
        None => Way::Redirect(url),
    };
    Ok(Order {
        reference: row.get(0)?,
        dossier: row.get(1)?,
        provider: row.get(2)?,
        amount: row.get(3)?,
        way,
        created_at: row.get(6)?,
        transaction: row.get(7)?,
    })
}
