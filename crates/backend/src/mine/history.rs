//! What the citizen decided about registers, and what registers were then asked: told to whom it is about, and to who asked.

use std::collections::BTreeSet;

use contract::{Lookup, PastDecision, Said};
use dossier::content::Right;

use crate::app::App;
use crate::clock::Moment;
use crate::error::Answer;
use crate::lookups;
use crate::session::{Citizen, masked};
use crate::store::{ConsentRecord, DossierRecord, LookupRecord};

/// Every decision, newest first.
///
/// # Errors
/// The store failed.
pub async fn decisions(app: &App, citizen: &Citizen, language: &str) -> Answer<Vec<PastDecision>> {
    let (me, since) = (citizen.id.clone(), lookups::since(app));
    let records = app.store(move |store| store.decisions(&me, since)).await?;
    let today = app.clock.now().vietnamese_day();
    let told = |record: ConsentRecord| PastDecision {
        service: app.procedures.title(&record.purpose, &today, language),
        procedure: record.purpose,
        registers: record.registers,
        said: match (record.agreed, record.withdraws) {
            (true, _) => Said::Agreed,
            (false, true) => Said::Withdrawn,
            (false, false) => Said::Refused,
        },
        text: record.text,
        at: Moment(record.at).rfc3339(),
        reference: record.reference,
    };
    Ok(records.into_iter().map(told).collect())
}

/// Every look-up about the citizen or by them, newest first; `dossiers` are those that they have.
///
/// # Errors
/// The store failed.
pub async fn asked(
    app: &App,
    citizen: &Citizen,
    dossiers: &[DossierRecord],
    language: &str,
) -> Answer<Vec<Lookup>> {
    let (me, since) = (citizen.id.clone(), lookups::since(app));
    let records = app.store(move |store| store.lookups(&me, since)).await?;
    let has: BTreeSet<&str> = dossiers.iter().map(|one| one.id.as_str()).collect();
    let today = app.clock.now().vietnamese_day();
    let told = |record: LookupRecord| {
        let (is_mine, is_by_me) = (record.subject == citizen.id, record.actor == citizen.id);
        let is_told = is_mine || record.right != Some(Right::Mandate);
        Lookup {
            service: app.procedures.title(&record.purpose, &today, language),
            procedure: record.purpose,
            register: record.register,
            at: Moment(record.at).rfc3339(),
            outcome: record.outcome,
            reference: record.reference.filter(|_| is_told),
            about: (!is_mine).then(|| masked(&record.subject)),
            by: (!is_by_me).then(|| masked(&record.actor)),
            right: record.right,
            dossier: record.dossier.filter(|id| has.contains(id.as_str())),
        }
    };
    Ok(records.into_iter().map(told).collect())
}
