//! Dossiers and their events in SQL.

use contract::RightOver;
use dossier::{Event, Stage, State};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::words::{read_word, word};
use super::{Sqlite, draft, extras, moved, tasks};
use crate::store::{
    Answered, Append, Attempt, DossierRecord, Dossiers, DraftRecord, Frozen, HelpRecord, MovedRecord, Order,
    RevocationAnswer, Save, StoreError, Stored,
};

const COLUMNS: &str = "id, owner, procedure, procedure_version, language, subject, page, state, created_at, updated_at, acting_for, \
                       acting_until, acting_over, helper, helped_name, handed_over_at, taken_up_at";

impl Sqlite {
    /// Those to which `which` holds of a person (?1), newest first.
    pub(super) fn whose(&self, person: &str, which: &str) -> Stored<Vec<DossierRecord>> {
        self.read(|sql| {
            let all = format!("SELECT {COLUMNS} FROM dossier WHERE {which} ORDER BY created_at DESC, id");
            let mut query = sql.prepare_cached(&all)?;
            query.query_map([person], row)?.map(|row| record(row?)).collect()
        })
    }
}

impl Dossiers for Sqlite {
    fn create(&self, record: DossierRecord, first: DraftRecord, answered: Option<Answered>) -> Stored<()> {
        self.write(move |sql| {
            remember(sql, answered.as_ref(), record.created_at)?;
            insert(sql, &record)?;
            draft::insert(sql, &record.id, &first)
        })
    }

    fn dossier(&self, id: &str) -> Stored<Option<DossierRecord>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM dossier WHERE id = ?1"))?;
            query.query_row([id], row).optional()?.map(record).transpose()
        })
    }

    fn dossiers(&self, owner: &str) -> Stored<Vec<DossierRecord>> {
        self.whose(owner, "owner = ?1 AND stage <> 'discarded'")
    }

    fn acted(&self, person: &str) -> Stored<Vec<DossierRecord>> {
        self.whose(
            person,
            "acting_for IS NOT NULL AND json_extract(acting_for, '$.id') = ?1 AND stage <> 'discarded'",
        )
    }

    fn helped(&self, person: &str) -> Stored<Vec<DossierRecord>> {
        self.whose(
            person,
            "helper IS NOT NULL AND json_extract(helper, '$.id') = ?1
                 AND handed_over_at IS NULL AND taken_up_at IS NULL AND stage = 'draft'",
        )
    }

    fn hand_over(&self, dossier: &str, at: i64) -> Stored<()> {
        let dossier = dossier.to_owned();
        self.write(move |sql| {
            sql.execute(
                "UPDATE dossier SET handed_over_at = coalesce(handed_over_at, ?2), updated_at = ?2
                 WHERE id = ?1 AND helper IS NOT NULL AND taken_up_at IS NULL",
                params![dossier, at],
            )?;
            Ok(())
        })
    }

    fn take_up(&self, save: Save) -> Stored<u64> {
        self.write(move |sql| {
            let revision = draft::save(sql, &save)?;
            sql.execute(
                "UPDATE dossier SET taken_up_at = coalesce(taken_up_at, ?2) WHERE id = ?1 AND helper IS NOT NULL",
                params![save.dossier, save.at],
            )?;
            Ok(revision)
        })
    }

    fn draft(&self, dossier: &str) -> Stored<Option<DraftRecord>> {
        self.read(|sql| draft::load(sql, dossier))
    }

    fn save(&self, save: Save) -> Stored<u64> {
        self.write(move |sql| draft::save(sql, &save))
    }

    fn moved(&self, dossier: &str) -> Stored<Vec<MovedRecord>> {
        self.read(|sql| moved::unseen(sql, dossier))
    }

    fn seen(&self, dossier: &str, at: i64) -> Stored<()> {
        let dossier = dossier.to_owned();
        self.write(move |sql| moved::seen(sql, &dossier, at))
    }

    fn append(&self, append: Append) -> Stored<()> {
        self.write(move |sql| {
            let changed = sql.execute(
                "UPDATE dossier SET state = ?3, stage = ?4, version = ?5, updated_at = ?6 WHERE id = ?1 AND version = ?2",
                params![
                    append.dossier,
                    append.expected_version,
                    serde_json::to_string(&append.state)?,
                    stage(append.state.stage),
                    append.state.version,
                    append.at
                ],
            )?;
            if changed != 1 {
                return Err(StoreError::Conflict);
            }
            for (number, event) in (append.expected_version + 1..).zip(&append.events) {
                sql.execute(
                    "INSERT INTO event (dossier, number, at, body) VALUES (?1, ?2, ?3, ?4)",
                    params![append.dossier, number, append.at, serde_json::to_string(event)?],
                )?;
            }
            for extra in &append.extras {
                extras::write(sql, &append.dossier, extra)?;
            }
            for (effect, due_at) in &append.tasks {
                tasks::add(sql, &append.dossier, effect, *due_at)?;
            }
            remember(sql, append.answered.as_ref(), append.at)
        })
    }

    fn latest(&self, dossier: &str, kind: &str) -> Stored<Option<Event>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT body FROM event WHERE dossier = ?1 AND json_extract(body, '$.event') = ?2
                 ORDER BY number DESC LIMIT 1",
            )?;
            let body: Option<String> = query.query_row([dossier, kind], |row| row.get(0)).optional()?;
            Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
        })
    }

    fn events_of(&self, dossier: &str, kind: &str) -> Stored<Vec<Event>> {
        Ok(self.events_among(dossier, &[kind])?.into_iter().map(|(_, event)| event).collect())
    }

    fn events_among(&self, dossier: &str, kinds: &[&str]) -> Stored<Vec<(i64, Event)>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT at, body FROM event WHERE dossier = ?1
                     AND json_extract(body, '$.event') IN (SELECT value FROM json_each(?2)) ORDER BY number",
            )?;
            let rows = query
                .query_map([dossier, &serde_json::to_string(kinds)?], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let rows: Vec<(i64, String)> = rows.collect::<Result<_, _>>()?;
            rows.iter().map(|(at, body)| Ok((*at, serde_json::from_str(body)?))).collect()
        })
    }

    fn cosigned(&self, person: &str) -> Stored<Vec<String>> {
        self.read(|sql| {
            // As the indices of schema 23 say it, or they are not used.
            let mut query = sql.prepare_cached(
                "SELECT dossier FROM event WHERE json_extract(body, '$.event') IN ('other_agreed', 'other_declined')
                     AND json_extract(body, '$.sub') = ?1
                 UNION SELECT dossier FROM event WHERE json_extract(body, '$.event') = 'signing_prepared'
                     AND json_extract(body, '$.other') = ?1",
            )?;
            Ok(query.query_map([person], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
    }

    fn end_acting(&self, dossier: &str, cause: RightOver) -> Stored<()> {
        let dossier = dossier.to_owned();
        self.write(move |sql| {
            let over = word(&cause)?;
            sql.execute("UPDATE dossier SET acting_over = ?2 WHERE id = ?1", params![dossier, over])?;
            Ok(())
        })
    }

    fn scrub(&self) -> Stored<()> {
        self.checkpoint()
    }

    fn frozen(&self, dossier: &str, number: u32) -> Stored<Option<Frozen>> {
        self.read(|sql| extras::frozen(sql, dossier, number))
    }

    fn attempt(&self, dossier: &str, number: u32) -> Stored<Option<Attempt>> {
        self.read(|sql| extras::attempt(sql, dossier, number))
    }

    fn revocation(&self, dossier: &str, attempt: u32) -> Stored<Option<RevocationAnswer>> {
        self.read(|sql| extras::revocation(sql, dossier, attempt))
    }

    fn order(&self, order: &str) -> Stored<Option<Order>> {
        self.read(|sql| extras::order(sql, order))
    }

    fn order_of(&self, provider: &str, transaction: &str) -> Stored<Option<Order>> {
        self.read(|sql| extras::order_of(sql, provider, transaction))
    }

    fn answered(&self, owner: &str, route: &str, key: &str) -> Stored<Option<Answered>> {
        self.read(|sql| {
            let mut query = sql.prepare_cached(
                "SELECT owner, route, key, fingerprint, status, body, coalesce(dossier, '') FROM answered
                 WHERE owner = ?1 AND route = ?2 AND key = ?3",
            )?;
            Ok(query.query_row([owner, route, key], answered).optional()?)
        })
    }
}

fn insert(sql: &Connection, record: &DossierRecord) -> Stored<()> {
    sql.execute(
        "INSERT INTO dossier (id, owner, procedure, procedure_version, language, subject, page, stage, version, state,
         created_at, updated_at, acting_for, acting_until, acting_over, helper, helped_name)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        params![
            record.id,
            record.owner,
            record.procedure,
            record.version,
            record.language,
            record.subject,
            record.page,
            stage(record.state.stage),
            record.state.version,
            serde_json::to_string(&record.state)?,
            record.created_at,
            record.updated_at,
            record.acting_for.as_ref().map(serde_json::to_string).transpose()?,
            record.acting_until,
            record.acting_over.as_ref().map(word).transpose()?,
            record.help.as_ref().map(|help| serde_json::to_string(&help.by)).transpose()?,
            record.help.as_ref().map(|help| &help.citizen)
        ],
    )?;
    Ok(())
}

/// The primary key guarantees that a command is answered once; losing that race undoes the whole transaction.
fn remember(sql: &Connection, answered: Option<&Answered>, at: i64) -> Stored<()> {
    let Some(a) = answered else { return Ok(()) };
    let inserted = sql.execute(
        "INSERT INTO answered (owner, route, key, fingerprint, dossier, status, body, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT DO NOTHING",
        params![a.owner, a.route, a.key, a.fingerprint, a.dossier, a.status, a.body, at],
    )?;
    if inserted == 1 { Ok(()) } else { Err(StoreError::AnsweredAlready) }
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "draft",
        Stage::Frozen => "frozen",
        Stage::Filing => "filing",
        Stage::Filed => "filed",
        Stage::Discarded => "discarded",
    }
}

/// A row whose state is still text: reading JSON has another error than reading SQL.
struct Unread {
    record: DossierRecord,
    state: String,
    acting_for: Option<String>,
    acting_over: Option<String>,
    /// Who helps, and the rest of the help.
    help: Option<(String, Help)>,
}

/// Whom somebody helps, when it was handed over, and when taken up.
type Help = (String, Option<i64>, Option<i64>);

fn row(row: &Row<'_>) -> rusqlite::Result<Unread> {
    let help = match row.get(13)? {
        Some(by) => Some((by, (row.get(14)?, row.get(15)?, row.get(16)?))),
        None => None,
    };
    Ok(Unread {
        record: DossierRecord {
            id: row.get(0)?,
            owner: row.get(1)?,
            procedure: row.get(2)?,
            version: row.get(3)?,
            language: row.get(4)?,
            subject: row.get(5)?,
            acting_for: None,
            acting_until: row.get(11)?,
            acting_over: None,
            help: None,
            page: row.get(6)?,
            state: State::new(),
            created_at: row.get(8)?,
            updated_at: row.get(9)?,
        },
        state: row.get(7)?,
        acting_for: row.get(10)?,
        acting_over: row.get(12)?,
        help,
    })
}

fn record(unread: Unread) -> Stored<DossierRecord> {
    let acting_for = unread.acting_for.map(|text| serde_json::from_str(&text)).transpose()?;
    let acting_over = unread.acting_over.map(read_word).transpose()?;
    let help = |(by, (citizen, handed_over_at, taken_up_at)): (String, Help)| {
        Ok::<_, StoreError>(HelpRecord {
            by: serde_json::from_str(&by)?,
            citizen,
            handed_over_at,
            taken_up_at,
        })
    };
    let help = unread.help.map(help).transpose()?;
    let state = serde_json::from_str(&unread.state)?;
    Ok(DossierRecord { acting_for, acting_over, help, state, ..unread.record })
}

fn answered(row: &Row<'_>) -> rusqlite::Result<Answered> {
    Ok(Answered {
        owner: row.get(0)?,
        route: row.get(1)?,
        key: row.get(2)?,
        fingerprint: row.get(3)?,
        status: row.get(4)?,
        body: row.get(5)?,
        dossier: row.get(6)?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;

    use dossier::State;

    use crate::store::sqlite::Sqlite;
    use crate::store::{Answered, DossierRecord, Dossiers, DraftRecord, StoreError};

    pub fn opened(id: &str) -> (DossierRecord, DraftRecord, Answered) {
        let record = DossierRecord {
            id: id.to_owned(),
            owner: "001195004321".to_owned(),
            procedure: "1.001193".to_owned(),
            version: "2026-09".to_owned(),
            language: "vi".to_owned(),
            subject: None,
            acting_for: None,
            acting_until: None,
            acting_over: None,
            help: None,
            page: None,
            state: State::new(),
            created_at: 1,
            updated_at: 1,
        };
        let draft = DraftRecord {
            answers: BTreeMap::new(),
            facts: BTreeMap::new(),
            trouble: BTreeMap::new(),
            revision: 1,
            saved_at: 1,
        };
        let answered = Answered {
            owner: record.owner.clone(),
            route: "POST /api/dossiers".to_owned(),
            key: "key".to_owned(),
            fingerprint: "f".to_owned(),
            dossier: id.to_owned(),
            status: 200,
            body: "{}".to_owned(),
        };
        (record, draft, answered)
    }

    #[test]
    fn a_key_that_was_answered_undoes_the_whole_second_command() {
        let folder = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&folder.path().join("test.sqlite3")).unwrap();
        let (record, draft, answered) = opened("one");
        store.create(record, draft, Some(answered)).unwrap();
        let (record, draft, answered) = opened("two");
        assert!(matches!(store.create(record, draft, Some(answered)), Err(StoreError::AnsweredAlready)));
        assert!(store.dossier("two").unwrap().is_none());
        assert_eq!(store.dossiers("001195004321").unwrap().len(), 1);
    }
}
