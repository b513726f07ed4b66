//! Whether registers may be asked for a service: once asked, recorded with the words that were shown, and open to be
//! withdrawn (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15: by purpose, provable, revocable). What they are asked is in
//! `registry`; the words are the portal's.

use contract::{CONSENT_DAYS, CONSENT_TEXT, ConsentAsked, Decision};
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

/// The registers that a procedure's form needs, by name, and the one that knows who represents an enterprise where one applies.
fn registers(procedure: &Procedure) -> Vec<String> {
    let mut needed = registry::needed(&procedure.form);
    if procedure.form.applicant() == Applicant::Enterprise {
        needed.insert(Register::Business);
    }
    needed.into_iter().map(|one| Register::name(one).to_owned()).collect()
}

/// When a consent ends by itself, in Unix seconds.
#[must_use]
pub fn ends(record: &ConsentRecord) -> i64 {
    record.at + CONSENT_DAYS * DAY
}

/// What a decision still says about a procedure: nothing, when it was about fewer registers, in other words, or a consent of
/// too long ago.
#[must_use]
pub fn decision(app: &App, procedure: &Procedure, record: &ConsentRecord) -> Decision {
    judged(record, &registers(procedure), app.clock.now().0)
}

fn judged(record: &ConsentRecord, needed: &[String], now: i64) -> Decision {
    let covers = needed.iter().all(|name| record.registers.contains(name));
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
    use super::{CONSENT_DAYS, CONSENT_TEXT, ConsentRecord, DAY, Decision, judged};

    fn record(agreed: bool, text: &str) -> ConsentRecord {
        ConsentRecord {
            reference: "r".to_owned(),
            owner: "o".to_owned(),
            purpose: "p".to_owned(),
            agreed,
            withdraws: false,
            text: text.to_owned(),
            registers: vec!["population".to_owned(), "tax".to_owned()],
            at: 1_000,
        }
    }

    fn decision(record: &ConsentRecord, needed: &[&str], now: i64) -> Decision {
        judged(record, &needed.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), now)
    }

    #[test]
    fn a_decision_covers_the_registers_that_it_was_about_and_fewer() {
        for (agreed, kept) in [(true, Decision::Agreed), (false, Decision::Refused)] {
            let record = record(agreed, CONSENT_TEXT);
            assert_eq!(decision(&record, &["population", "tax"], 2_000), kept);
            assert_eq!(decision(&record, &["tax"], 2_000), kept);
            assert_eq!(decision(&record, &["tax", "business"], 2_000), Decision::Open);
        }
    }

    #[test]
    fn other_words_ask_anew() {
        assert_eq!(decision(&record(true, "2020-01"), &["tax"], 2_000), Decision::Open);
        assert_eq!(decision(&record(false, "2020-01"), &["tax"], 2_000), Decision::Open);
    }

    #[test]
    fn a_consent_ends_after_a_year_and_a_refusal_stays() {
        let end = 1_000 + CONSENT_DAYS * DAY;
        assert_eq!(decision(&record(true, CONSENT_TEXT), &["tax"], end - 1), Decision::Agreed);
        assert_eq!(decision(&record(true, CONSENT_TEXT), &["tax"], end), Decision::Open);
        assert_eq!(decision(&record(false, CONSENT_TEXT), &["tax"], end), Decision::Refused);
    }
}
