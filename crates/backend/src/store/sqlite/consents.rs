//! Decisions about asking registers, in SQL.

use contract::AskedOf;
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
        registers: registers.split(' ').filter(|one| !one.is_empty()).map(asked_of).collect(),
        at: row.get(6)?,
        withdraws: row.get(7)?,
    })
}

/// `population:self.mobile,self.name`. Before facts were kept the name of the register stood alone.
fn asked_of(line: &str) -> AskedOf {
    let (register, facts) = line.split_once(':').unwrap_or((line, ""));
    let facts = facts.split(',').filter(|fact| !fact.is_empty()).map(str::to_owned).collect();
    AskedOf { register: register.to_owned(), facts }
}

fn line(asked: &AskedOf) -> String {
    [&asked.register, ":", &asked.facts.join(",")].concat()
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
                    record.registers.iter().map(line).collect::<Vec<_>>().join(" "),
                    record.at,
                    record.withdraws
                ],
            )?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use contract::AskedOf;

    use super::{asked_of, line};

    #[test]
    fn what_was_agreed_to_is_read_as_it_was_written_and_an_old_line_names_no_fact() {
        let asked = AskedOf {
            register: "population".to_owned(),
            facts: vec!["represents.wards".to_owned(), "self.name".to_owned()],
        };
        assert_eq!(asked_of(&line(&asked)), asked);
        let old = asked_of("civil_status");
        assert_eq!((old.register.as_str(), old.facts.len()), ("civil_status", 0));
    }
}
