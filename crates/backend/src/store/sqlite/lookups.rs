//! Questions to registers in SQL, and the end of what is kept of them and of decisions.

use contract::LookupOutcome;
use dossier::content::Right;
use rusqlite::{Row, params};

use super::Sqlite;
use super::words::{read_word, word};
use crate::store::{LookupRecord, Lookups, Stored};

/// A row whose words are still text.
type Unread = (LookupRecord, Option<String>, String);

fn row(row: &Row<'_>) -> rusqlite::Result<Unread> {
    let record = LookupRecord {
        subject: row.get(0)?,
        actor: row.get(1)?,
        right: None,
        register: row.get(3)?,
        purpose: row.get(4)?,
        dossier: row.get(5)?,
        outcome: LookupOutcome::Unavailable,
        reference: row.get(7)?,
        at: row.get(8)?,
    };
    Ok((record, row.get(2)?, row.get(6)?))
}

impl Lookups for Sqlite {
    fn add_lookup(&self, record: LookupRecord) -> Stored<()> {
        self.write(move |sql| {
            sql.execute(
                "INSERT INTO lookup (subject, actor, acts_as, register, purpose, dossier, outcome, reference, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    record.subject,
                    record.actor,
                    record.right.as_ref().map(word::<Right>).transpose()?,
                    record.register,
                    record.purpose,
                    record.dossier,
                    word(&record.outcome)?,
                    record.reference,
                    record.at
                ],
            )?;
            Ok(())
        })
    }

    fn lookups(&self, person: &str, since: i64) -> Stored<Vec<LookupRecord>> {
        let rows = self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT subject, actor, acts_as, register, purpose, dossier, outcome, reference, at FROM lookup
                 WHERE (subject = ?1 OR actor = ?1) AND at >= ?2 ORDER BY id DESC",
            )?;
            Ok(query.query_map(params![person, since], row)?.collect::<Result<Vec<_>, _>>()?)
        })?;
        let read = |(record, right, outcome): Unread| {
            Ok(LookupRecord {
                right: right.map(read_word).transpose()?,
                outcome: read_word(outcome)?,
                ..record
            })
        };
        rows.into_iter().map(read).collect()
    }

    fn erase_history(&self, since: i64) -> Stored<()> {
        self.write(move |sql| {
            sql.execute("DELETE FROM lookup WHERE at < ?1", [since])?;
            sql.execute(
                "DELETE FROM consent WHERE at < ?1 AND (agreed = 1 OR EXISTS (
                     SELECT 1 FROM consent AS later
                     WHERE later.owner = consent.owner AND later.purpose = consent.purpose AND later.rowid > consent.rowid))",
                [since],
            )?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use contract::LookupOutcome;
    use dossier::content::Right;

    use crate::store::sqlite::Sqlite;
    use crate::store::{ConsentRecord, Consents, LookupRecord, Lookups, StoreError};

    const ME: &str = "001195004321";
    const HELPER: &str = "079090001234";

    fn opened() -> (tempfile::TempDir, Sqlite) {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("test.sqlite3")).unwrap();
        (folder, store)
    }

    fn lookup(actor: &str, at: i64) -> LookupRecord {
        LookupRecord {
            subject: ME.to_owned(),
            actor: actor.to_owned(),
            right: (actor != ME).then_some(Right::Mandate),
            register: "population".to_owned(),
            purpose: "p".to_owned(),
            dossier: Some("d".to_owned()),
            outcome: LookupOutcome::Answered,
            reference: Some("r".to_owned()),
            at,
        }
    }

    fn decision(reference: &str, (purpose, agreed): (&str, bool), at: i64) -> ConsentRecord {
        ConsentRecord {
            reference: reference.to_owned(),
            owner: ME.to_owned(),
            purpose: purpose.to_owned(),
            agreed,
            withdraws: false,
            text: "t".to_owned(),
            registers: Vec::new(),
            at,
        }
    }

    #[test]
    fn a_look_up_is_found_by_who_asked_and_by_whom_it_was_about() {
        let (_folder, store) = opened();
        store.add_lookup(lookup(HELPER, 1)).unwrap();
        store.add_lookup(lookup(ME, 2)).unwrap();
        let mine = store.lookups(ME, 0).unwrap();
        assert_eq!(mine.iter().map(|one| one.at).collect::<Vec<_>>(), [2, 1]);
        assert_eq!((mine[0].right, mine[1].right), (None, Some(Right::Mandate)));
        assert_eq!(store.lookups(HELPER, 0).unwrap().len(), 1);
        assert_eq!(store.lookups(ME, 2).unwrap().len(), 1, "what is over is not told either");
    }

    #[test]
    fn what_was_noted_cannot_be_changed() {
        let (_folder, store) = opened();
        store.add_lookup(lookup(ME, 1)).unwrap();
        store.decide(decision("one", ("p", true), 1)).unwrap();
        for change in ["UPDATE lookup SET at = 9", "UPDATE consent SET agreed = 0"] {
            let done = store.write(move |sql| Ok(sql.execute(change, [])?));
            assert!(matches!(done, Err(StoreError::Duplicate | StoreError::Broken(_))), "{change}");
        }
        assert_eq!(store.lookups(ME, 0).unwrap()[0].at, 1);
        assert!(store.consent(ME, "p").unwrap().unwrap().agreed);
    }

    #[test]
    fn what_is_over_is_erased_but_never_a_refusal_that_counts() {
        let (_folder, store) = opened();
        for at in [1, 5] {
            store.add_lookup(lookup(ME, at)).unwrap();
        }
        for (reference, what, at) in [
            ("refused", ("p", false), 1),
            ("agreed later", ("p", true), 2),
            ("refused twice", ("q", false), 1),
            ("and still", ("q", false), 2),
            ("over by itself", ("r", true), 4),
            ("new", ("s", true), 5),
        ] {
            store.decide(decision(reference, what, at)).unwrap();
        }
        store.erase_history(5).unwrap();
        assert_eq!(store.lookups(ME, 0).unwrap().len(), 1);
        let left: Vec<String> =
            store.decisions(ME, 0).unwrap().into_iter().map(|one| one.reference).collect();
        assert_eq!(left, ["new", "and still"]);
    }
}
