//! Whether registers may be asked for a service: once asked, recorded with the words that were shown, and open to be
//! withdrawn (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: by purpose, provable, revocable). What they are asked is in
//! `registry`; the words are the portal's.

use std::collections::BTreeSet;

use contract::{AskedOf, CONSENT_DAYS, CONSENT_TEXT, ConsentAsked, Decision};
use eform::Applicant;

use crate::app::App;
use crate::error::{Answer, Error};
use crate::procedures::Procedure;
use crate::registry::{self, Register};
use crate::secret;
use crate::session::Citizen;
use crate::store::ConsentRecord;

const DAY: i64 = 24 * 3600;

/// What somebody (twelve digits) decided last for a purpose.
///
/// # Errors
/// The store failed.
pub async fn of(app: &App, owner: &str, purpose: &str) -> Answer<Option<ConsentRecord>> {
    let (owner, purpose) = (owner.to_owned(), purpose.to_owned());
    app.store(move |store| store.consent(&owner, &purpose)).await
}

/// What a procedure's form needs of each register, and whom the citizen represents: always where an enterprise applies; where people
/// do, if the register of people is asked anyway.
fn registers(procedure: &Procedure) -> Vec<AskedOf> {
    let mut needed = registry::needed(&procedure.form);
    let applicant = procedure.form.applicant();
    let (knows, represented) = registry::represented(applicant);
    if applicant == Applicant::Enterprise {
        needed.entry(knows).or_default();
    }
    let asked_of = |(register, facts): (Register, BTreeSet<&str>)| {
        let represented = if register == knows { represented } else { &[] };
        let represented = represented.iter().map(|member| ["represents.", member].concat());
        // The citizen's own first.
        let (own, others): (Vec<&str>, Vec<&str>) =
            facts.into_iter().partition(|fact| fact.starts_with("self."));
        let facts = own.into_iter().chain(others).map(str::to_owned).chain(represented).collect();
        AskedOf { register: register.name().to_owned(), facts }
    };
    needed.into_iter().map(asked_of).collect()
}

/// When a consent ends by itself, in Unix seconds.
#[must_use]
pub fn ends(record: &ConsentRecord) -> i64 {
    record.at + CONSENT_DAYS * DAY
}

/// What a decision still says about a procedure: nothing, when it was about less, in other words, or a consent of
/// too long ago.
#[must_use]
pub fn decision(app: &App, procedure: &Procedure, record: &ConsentRecord) -> Decision {
    judged(record, &registers(procedure), app.clock.now().0)
}

fn judged(record: &ConsentRecord, needed: &[AskedOf], now: i64) -> Decision {
    let has = |needed: &AskedOf, one: &AskedOf| {
        one.register == needed.register && needed.facts.iter().all(|fact| one.facts.contains(fact))
    };
    let covers = needed.iter().all(|needed| record.registers.iter().any(|one| has(needed, one)));
    let is_over = record.agreed && now >= ends(record);
    match (covers && record.text == CONSENT_TEXT && !is_over, record.agreed) {
        (false, _) => Decision::Open,
        (true, true) => Decision::Agreed,
        (true, false) => Decision::Refused,
    }
}

/// Whether registers may be asked on the strength of this decision.
#[must_use]
pub fn holds(app: &App, procedure: &Procedure, record: &ConsentRecord) -> bool {
    decision(app, procedure, record) == Decision::Agreed
}

/// What the form of a procedure would ask, and what was decided; none when it needs no register.
#[must_use]
pub fn asked(app: &App, procedure: &Procedure, record: Option<&ConsentRecord>) -> Option<ConsentAsked> {
    let registers = registers(procedure);
    let decision = record.map_or(Decision::Open, |record| decision(app, procedure, record));
    (!registers.is_empty()).then_some(ConsentAsked { registers, decision })
}

/// Records a decision about everything that the procedure's form needs now. What was agreed to for a service that is not
/// offered any more can still be withdrawn.
///
/// # Errors
/// 404: there is neither the procedure nor anything to withdraw; or the store failed.
pub async fn decide(
    app: &App,
    citizen: &Citizen,
    (purpose, procedure): (&str, Option<&Procedure>),
    agreed: bool,
) -> Answer<ConsentRecord> {
    let last = of(app, &citizen.id, purpose).await?;
    let was_agreed = |last: &ConsentRecord| match procedure {
        Some(procedure) => holds(app, procedure, last),
        None => last.agreed && app.clock.now().0 < ends(last),
    };
    let withdraws = !agreed && last.as_ref().is_some_and(was_agreed);
    let registers = match procedure {
        Some(procedure) => registers(procedure),
        None if agreed => return Err(Error::NotFound),
        None => last.ok_or(Error::NotFound)?.registers,
    };
    let record = ConsentRecord {
        reference: secret::handle().ok_or_else(Error::no_randomness)?,
        owner: citizen.id.clone(),
        purpose: purpose.to_owned(),
        agreed,
        withdraws,
        text: CONSENT_TEXT.to_owned(),
        registers,
        at: app.clock.now().0,
    };
    let kept = record.clone();
    app.store(move |store| store.decide(kept)).await?;
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::{AskedOf, CONSENT_DAYS, CONSENT_TEXT, ConsentRecord, DAY, Decision, judged};

    fn record(agreed: bool, text: &str) -> ConsentRecord {
        ConsentRecord {
            reference: "r".to_owned(),
            owner: "o".to_owned(),
            purpose: "p".to_owned(),
            agreed,
            withdraws: false,
            text: text.to_owned(),
            registers: vec![
                asked("population", &["self.mobile", "self.name"]),
                asked("tax", &["self.tax_code"]),
            ],
            at: 1_000,
        }
    }

    fn asked(register: &str, facts: &[&str]) -> AskedOf {
        AskedOf {
            register: register.to_owned(),
            facts: facts.iter().map(|fact| (*fact).to_owned()).collect(),
        }
    }

    fn tax() -> [AskedOf; 1] {
        [asked("tax", &["self.tax_code"])]
    }

    #[test]
    fn a_decision_covers_the_facts_that_it_was_about_and_fewer() {
        for (agreed, kept) in [(true, Decision::Agreed), (false, Decision::Refused)] {
            let record = record(agreed, CONSENT_TEXT);
            let of = |facts: &[&str]| judged(&record, &[asked("population", facts)], 2_000);
            assert_eq!(judged(&record, &record.registers, 2_000), kept);
            assert_eq!(judged(&record, &tax(), 2_000), kept);
            assert_eq!((of(&["self.name"]), of(&[])), (kept, kept));
            assert_eq!(of(&["self.name", "spouse.name"]), Decision::Open, "one fact more is asked for anew");
            assert_eq!(judged(&record, &[asked("business", &[])], 2_000), Decision::Open);
        }
    }

    #[test]
    fn other_words_ask_anew() {
        assert_eq!(judged(&record(true, "2020-01"), &tax(), 2_000), Decision::Open);
        assert_eq!(judged(&record(false, "2020-01"), &tax(), 2_000), Decision::Open);
    }

    #[test]
    fn a_consent_ends_after_a_year_and_a_refusal_stays() {
        let end = 1_000 + CONSENT_DAYS * DAY;
        assert_eq!(judged(&record(true, CONSENT_TEXT), &tax(), end - 1), Decision::Agreed);
        assert_eq!(judged(&record(true, CONSENT_TEXT), &tax(), end), Decision::Open);
        assert_eq!(judged(&record(false, CONSENT_TEXT), &tax(), end), Decision::Refused);
    }
}
