//! Acting for somebody else: by what right, and whether it still holds. Whom a dossier is for is fixed when it is opened; who
//! acts is always the person who is signed in.

use std::collections::BTreeSet;

use contract::{MandateState, Principal};
use dossier::content::{Represented, Right};
use serde_json::Value;

use crate::app::App;
use crate::consents;
use crate::error::{Answer, Error};
use crate::lookups::{self, Occasion};
use crate::procedures::Procedure;
use crate::registry::{Question, Register};
use crate::secret;
use crate::session::Citizen;
use crate::store::{ConsentRecord, DossierRecord, MandateRecord};

/// Whether a mandate holds on a day (`YYYY-MM-DD` in Vietnam); its last day counts.
#[must_use]
pub fn state(mandate: &MandateRecord, today: &str) -> MandateState {
    if mandate.revoked_at.is_some() {
        MandateState::Revoked
    } else if mandate.ends_on.as_str() < today {
        MandateState::Ended
    } else {
        MandateState::InForce
    }
}

/// Somebody whom the citizen may act for, and the day on which a right by law ends by itself.
pub struct Entitled {
    pub principal: Principal,
    pub until: Option<String>,
}

/// For whom else the citizen may begin a procedure: their children under age and whom they are guardian of, when registers may be
/// asked, and who has authorised them.
///
/// # Errors
/// The store failed. A register that is silent names nobody.
pub async fn principals(app: &App, citizen: &Citizen, procedure: &Procedure) -> Answer<Vec<Entitled>> {
    let mut found = match by_law(app, citizen, procedure, None).await? {
        ByLaw::Says(found) => found,
        ByLaw::NotAsked | ByLaw::Silent => Vec::new(),
    };
    let me = citizen.id.clone();
    let mandates = app.store(move |store| store.mandates(&me)).await?;
    for mandate in mandates.into_iter().filter(|one| is_good(app, one, &citizen.id, &procedure.code)) {
        // Two rights to act for one person are one.
        if !found.iter().any(|known| known.principal.person.id == mandate.grantor) {
            let principal = Principal { id: mandate.id.clone(), person: represented(mandate) };
            found.push(Entitled { principal, until: None });
        }
    }
    Ok(found)
}

/// What the population register says about whom a citizen represents by law.
enum ByLaw {
    /// It may not be asked.
    NotAsked,
    /// It does not answer.
    Silent,
    /// Children as long as they are under age, and wards.
    Says(Vec<Entitled>),
}

async fn by_law(app: &App, citizen: &Citizen, procedure: &Procedure, dossier: Option<&str>) -> Answer<ByLaw> {
    let consent = consents::of(app, &citizen.id, &procedure.code).await?;
    // A form that needs nothing of this register was agreed to without it.
    let named =
        |record: &ConsentRecord| record.registers.iter().any(|name| name == Register::Population.name());
    let Some(consent) = consent.filter(|record| consents::holds(app, procedure, record) && named(record))
    else {
        return Ok(ByLaw::NotAsked);
    };
    let question = Question {
        register: Register::Population,
        subject: citizen.id.clone(),
        purpose: procedure.code.clone(),
        consent: consent.reference,
        fields: BTreeSet::from(["children", "wards"]),
    };
    let asked = lookups::ask(app, question, Occasion::own(citizen, dossier)).await;
    let Ok(entry) = asked else { return Ok(ByLaw::Silent) };
    let today = app.clock.now().vietnamese_day();
    let all = |list: &str| entry.record[list].as_array().cloned().unwrap_or_default();
    let entitled = |person: &Value, right: Right, until: Option<String>| {
        let id = person["id"].as_str()?.to_owned();
        let name = eform::text::nfc(&eform::name::full(&person["name"]));
        let principal = Principal {
            id: secret::sha256_hex(format!("{} {id}", citizen.id).as_bytes())[..24].to_owned(),
            person: Represented { name, id, right, reference: entry.reference.clone() },
        };
        Some(Entitled { principal, until })
    };
    let child = |child: &Value| {
        let until = of_age(child["birth"].as_str()?).filter(|until| today < *until)?;
        entitled(child, Right::Parent, Some(until))
    };
    let mut found: Vec<Entitled> = all("children").iter().filter_map(child).collect();
    let in_a_year = years_after(&today, 1);
    found.extend(all("wards").iter().filter_map(|ward| entitled(ward, Right::Guardian, in_a_year.clone())));
    Ok(ByLaw::Says(found))
}

/// The same day (`YYYY-MM-DD`) so many years later, whether there is one or not: it is compared, not shown.
#[must_use]
pub fn years_after(day: &str, years: u16) -> Option<String> {
    let year = day.get(..4)?.parse::<u16>().ok()? + years;
    Some(format!("{year:04}{}", day.get(4..)?))
}

/// The day on which who was born on this day (`YYYY-MM-DD`, or only the year) is eighteen (Civil Code 2015, article 21).
fn of_age(birth: &str) -> Option<String> {
    // Of a year alone its first day counts: nobody of age is ever acted for.
    if birth.len() == 10 {
        years_after(birth, 18)
    } else {
        years_after(&[birth.get(..4)?, "-01-01"].concat(), 18)
    }
}

/// The person whom a new dossier names.
///
/// # Errors
/// 404: the citizen has no such right, whoever that may be.
pub async fn principal(app: &App, citizen: &Citizen, procedure: &Procedure, id: &str) -> Answer<Entitled> {
    let all = principals(app, citizen, procedure).await?;
    all.into_iter().find(|one| one.principal.id == id).ok_or(Error::NotFound)
}

/// Whether the right by which a dossier was opened still holds. Asked before anything binds the person acted for.
///
/// # Errors
/// `mandate_over`.
pub async fn still(app: &App, dossier: &DossierRecord) -> Answer<()> {
    if holds(app, dossier).await? { Ok(()) } else { Err(Error::MandateOver) }
}

/// The register is asked once more who represents by law, before the dossier is fixed and before anything more is asked about who is
/// represented: a right that it does not confirm, or may not be asked about, is over. When it does not answer its earlier word stands.
///
/// # Errors
/// `mandate_over`; the store failed.
pub async fn confirmed(
    app: &App,
    citizen: &Citizen,
    procedure: &Procedure,
    dossier: &DossierRecord,
) -> Answer<()> {
    let by_law = |one: &&Represented| matches!(one.right, Right::Parent | Right::Guardian);
    let Some(represented) = dossier.acting_for.as_ref().filter(by_law) else { return Ok(()) };
    let is_same = |one: &Entitled| {
        one.principal.person.id == represented.id && one.principal.person.right == represented.right
    };
    match self::by_law(app, citizen, procedure, Some(&dossier.id)).await? {
        ByLaw::Says(all) if all.iter().any(is_same) => Ok(()),
        ByLaw::Silent => Ok(()),
        ByLaw::Says(_) | ByLaw::NotAsked => Err(Error::MandateOver),
    }
}

/// The same as a word: a dossier for oneself always may.
///
/// # Errors
/// The store failed.
pub async fn holds(app: &App, dossier: &DossierRecord) -> Answer<bool> {
    let Some(represented) = &dossier.acting_for else { return Ok(true) };
    match represented.right {
        // What the register said when the dossier was opened holds until a day; `confirmed` asks again.
        Right::Parent | Right::Guardian => {
            let today = app.clock.now().vietnamese_day();
            Ok(dossier.acting_until.as_ref().is_some_and(|until| today < *until))
        }
        Right::Mandate => {
            let id = represented.reference.clone();
            let mandate = app.store(move |store| store.mandate(&id)).await?;
            Ok(mandate.is_some_and(|mandate| is_good(app, &mandate, &dossier.owner, &dossier.procedure)))
        }
    }
}

fn is_good(app: &App, mandate: &MandateRecord, grantee: &str, procedure: &str) -> bool {
    mandate.grantee == grantee
        && mandate.procedures.iter().any(|code| code == procedure)
        && state(mandate, &app.clock.now().vietnamese_day()) == MandateState::InForce
}

fn represented(mandate: MandateRecord) -> Represented {
    Represented {
        name: mandate.grantor_name,
        id: mandate.grantor,
        right: Right::Mandate,
        reference: mandate.id,
    }
}

#[cfg(test)]
mod tests {
    use super::of_age;

    #[test]
    fn a_child_is_acted_for_until_the_day_before_the_eighteenth_birthday() {
        assert_eq!(of_age("2008-11-22").as_deref(), Some("2026-11-22"));
        assert_eq!(of_age("2008").as_deref(), Some("2026-01-01"));
        // There is no such day in 2026: the next one is the first that is not before it.
        assert_eq!(of_age("2008-02-29").as_deref(), Some("2026-02-29"));
        assert_eq!(of_age(""), None);
    }
}
