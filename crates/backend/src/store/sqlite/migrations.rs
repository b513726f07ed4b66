//! Ordered, forward-only schemas with checksums. A database of a newer or altered program is refused, never guessed at.

use rusqlite::{Connection, TransactionBehavior, params};

use crate::secret::sha256_hex;
use crate::store::{StoreError, Stored};

const SCHEMAS: &[&str] = &[
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
    include_str!("schema_8.sql"),
    include_str!("schema_9.sql"),
    include_str!("schema_10.sql"),
    include_str!("schema_11.sql"),
    include_str!("schema_12.sql"),
    include_str!("schema_13.sql"),
    include_str!("schema_14.sql"),
    include_str!("schema_15.sql"),
    include_str!("schema_16.sql"),
    include_str!("schema_17.sql"),
    include_str!("schema_18.sql"),
    include_str!("schema_19.sql"),
    include_str!("schema_20.sql"),
    include_str!("schema_21.sql"),
    include_str!("schema_22.sql"),
    include_str!("schema_23.sql"),
];

/// Brings the database to the newest schema.
pub(super) fn run(connection: &mut Connection) -> Stored<()> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
    )?;
    let applied: Vec<String> = connection
        .prepare("SELECT checksum FROM migration ORDER BY number")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if applied.len() > SCHEMAS.len() {
        return Err(StoreError::Broken("the database belongs to a newer program".to_owned()));
    }
    for (place, checksum) in applied.iter().enumerate() {
        if *checksum != sha256_hex(SCHEMAS[place].as_bytes()) {
            return Err(StoreError::Broken(format!("schema {} was altered after it was applied", place + 1)));
        }
    }
    for (place, schema) in SCHEMAS.iter().enumerate().skip(applied.len()) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(schema)?;
        transaction.execute(
            "INSERT INTO migration (number, checksum) VALUES (?1, ?2)",
            params![i64::try_from(place + 1).unwrap_or(i64::MAX), sha256_hex(schema.as_bytes())],
        )?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{SCHEMAS, run, sha256_hex};
    use crate::store::StoreError;
    use rusqlite::{Connection, params};

    #[test]
    fn running_twice_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        run(&mut connection).unwrap();
    }

    #[test]
    fn a_database_of_the_first_schema_learns_which_dossier_an_answer_speaks_of() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE migration (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
            )
            .unwrap();
        connection.execute_batch(SCHEMAS[0]).unwrap();
        connection
            .execute("INSERT INTO migration VALUES (1, ?1)", [sha256_hex(SCHEMAS[0].as_bytes())])
            .unwrap();
        let old = "INSERT INTO answered VALUES ('o', ?1, 'k', 'f', 200, '{\"id\":\"one\"}', 1)";
        for route in [
            "POST /api/dossiers",
            "POST /api/dossiers/two/freeze",
            "POST /api/dossiers/three/signing/confirm",
        ] {
            connection.execute(old, [route]).unwrap();
        }
        run(&mut connection).unwrap();
        let mut query = connection.prepare("SELECT dossier FROM answered ORDER BY route").unwrap();
        let found: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(found, ["one", "three", "two"]);
    }

    #[test]
    fn of_decisions_before_it_was_noted_a_refusal_within_a_year_of_a_consent_took_it_back() {
        let mut connection = Connection::open_in_memory().unwrap();
        let noted = SCHEMAS.iter().position(|schema| schema.contains("ADD COLUMN withdraws")).unwrap();
        connection
            .execute_batch(
                "CREATE TABLE migration (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
            )
            .unwrap();
        for (place, schema) in SCHEMAS[..noted].iter().enumerate() {
            connection.execute_batch(schema).unwrap();
            let number = i64::try_from(place + 1).unwrap();
            let checksum = sha256_hex(schema.as_bytes());
            connection.execute("INSERT INTO migration VALUES (?1, ?2)", params![number, checksum]).unwrap();
        }
        let day = 86_400;
        for (reference, purpose, agreed, at) in [
            ("refused", "p", 0, 0),
            ("agreed", "p", 1, day),
            ("taken back", "p", 0, 2 * day),
            ("refused again", "p", 0, 3 * day),
            ("agreed elsewhere", "q", 1, 0),
            ("refused when it was over", "q", 0, 365 * day),
        ] {
            let one = "INSERT INTO consent VALUES (?1, 'o', ?2, ?3, 't', 'population', ?4)";
            connection.execute(one, params![reference, purpose, agreed, at]).unwrap();
        }
        run(&mut connection).unwrap();
        let mut query = connection.prepare("SELECT reference FROM consent WHERE withdraws = 1").unwrap();
        let found: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert_eq!(found, ["taken back"]);
    }

    #[test]
    fn what_was_paid_before_receipts_were_kept_is_asked_for_one() {
        let mut connection = Connection::open_in_memory().unwrap();
        let kept = SCHEMAS.iter().position(|schema| schema.contains("CREATE TABLE receipt ")).unwrap();
        connection
            .execute_batch(
                "CREATE TABLE migration (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
            )
            .unwrap();
        for (place, schema) in SCHEMAS[..kept].iter().enumerate() {
            connection.execute_batch(schema).unwrap();
            let number = i64::try_from(place + 1).unwrap();
            let checksum = sha256_hex(schema.as_bytes());
            connection.execute("INSERT INTO migration VALUES (?1, ?2)", params![number, checksum]).unwrap();
        }
        let state = serde_json::json!({ "orders": [
            { "order": "A", "outcome": { "state": "failed" } }, { "order": "B", "outcome": { "state": "counted" } }
        ] });
        connection
            .execute(
                "INSERT INTO dossier (id, owner, procedure, procedure_version, language, stage, version, state, created_at, updated_at)
                 VALUES ('one', 'o', 'p', 'v', 'vi', 'filed', 1, ?1, 0, 0)",
                [state.to_string()],
            )
            .unwrap();
        run(&mut connection).unwrap();
        let mut query = connection.prepare("SELECT effect FROM task").unwrap();
        let found: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let wanted = dossier::Effect::AskReceipt { order: "B".to_owned() };
        assert_eq!(found, [serde_json::to_string(&wanted).unwrap()]);
    }

    #[test]
    fn an_altered_or_newer_database_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        connection.execute("INSERT INTO migration VALUES (99, 'of the future')", []).unwrap();
        assert!(matches!(run(&mut connection), Err(StoreError::Broken(_))));
        connection.execute("DELETE FROM migration WHERE number = 99", []).unwrap();
        connection.execute("UPDATE migration SET checksum = 'another'", []).unwrap();
        assert!(matches!(run(&mut connection), Err(StoreError::Broken(_))));
    }
}
