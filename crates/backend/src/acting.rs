//! Acting for somebody else: by what right, and whether it still holds. Whom a dossier is for is fixed when it is opened; who
//! acts is always the person who is signed in.

mod by_law;

use contract::{MandateState, Principal};
use dossier::content::{Represented, Right};
use eform::Applicant;

use crate::app::App;
use crate::error::{Answer, Error};
use crate::procedures::Procedure;
use crate::session::Citizen;
use crate::store::{DossierRecord, MandateRecord};
use by_law::{ByLaw, by_law};

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

/// For whom else the citizen may begin a procedure. One for people: their children under age and whom they are guardian of, when registers
/// may be asked, and who has authorised them. One for enterprises: those that they are the legal representative of.
///
/// # Errors
/// The store failed. A register that is silent names nobody.
pub async fn principals(app: &App, citizen: &Citizen, procedure: &Procedure) -> Answer<Vec<Entitled>> {
    let mut found = match by_law(app, citizen, procedure, None).await? {
        ByLaw::Says(found) => found,
        ByLaw::NotAsked | ByLaw::Silent => Vec::new(),
    };
    // A mandate is a person's, and an enterprise's is not given here.
    if procedure.form.applicant() == Applicant::Enterprise {
        return Ok(found);
    }
    let me = citizen.id.clone();
    let mandates = app.store(move |store| store.mandates(&me)).await?;
    let is_usable =
        |one: &MandateRecord| is_good(app, one, &citizen.id, &procedure.code) && names(one, &citizen.name);
    for mandate in mandates.into_iter().filter(is_usable) {
        // Two rights to act for one person are one.
        if !found.iter().any(|known| known.principal.person.id == mandate.grantor) {
            let principal = Principal { id: mandate.id.clone(), person: represented(mandate) };
            found.push(Entitled { principal, until: None });
        }
    }
    Ok(found)
}

/// The same day (`YYYY-MM-DD`) so many years later, whether there is one or not: it is compared, not shown.
#[must_use]
pub fn years_after(day: &str, years: u16) -> Option<String> {
    let year = day.get(..4)?.parse::<u16>().ok()? + years;
    Some(format!("{year:04}{}", day.get(4..)?))
}

/// The person whom a new dossier names.
///
/// # Errors
/// 404: the citizen has no such right, whoever that may be.
pub async fn principal(app: &App, citizen: &Citizen, procedure: &Procedure, id: &str) -> Answer<Entitled> {
    let all = principals(app, citizen, procedure).await?;
    all.into_iter().find(|one| one.principal.id == id).ok_or(Error::NotFound)
}

/// A mandate is taken up by who first begins something with it: from then on the grantor reads that it was.
///
/// # Errors
/// The store failed.
pub async fn taken(app: &App, by: &Represented) -> Answer<()> {
    if by.right != Right::Mandate {
        return Ok(());
    }
    let (id, now) = (by.reference.clone(), app.clock.now().0);
    app.store(move |store| store.take_mandate(&id, now)).await
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
    let is_by_law = |one: &&Represented| one.right != Right::Mandate;
    let Some(represented) = dossier.acting_for.as_ref().filter(is_by_law) else { return Ok(()) };
    let is_same = |one: &Entitled| {
        one.principal.person.id == represented.id && one.principal.person.right == represented.right
    };
    match by_law(app, citizen, procedure, Some(&dossier.id)).await? {
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
        Right::Parent | Right::Guardian | Right::Representative => {
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

/// Whether a mandate means somebody of this name, as the identity provider gives it. The number says who it is, the name that it was
/// not mistyped: it is compared without case and marks, as old phones write it. Once taken up a mandate outlives a change of name.
#[must_use]
pub fn names(mandate: &MandateRecord, name: &str) -> bool {
    let is_same = |given: &String| eform::text::fold(given) == eform::text::fold(name);
    mandate.taken_at.is_some() || mandate.grantee_name.as_ref().is_none_or(is_same)
}

fn represented(mandate: MandateRecord) -> Represented {
    Represented {
        name: mandate.grantor_name,
        id: mandate.grantor,
        right: Right::Mandate,
        reference: mandate.id,
    }
}
