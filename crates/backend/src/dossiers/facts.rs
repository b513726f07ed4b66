//! Everything that is known for the form of a dossier: what the identity provider vouched for, what registers say as far as
//! the citizen agreed, and what the same citizen gave in an earlier dossier.

use contract::Hands;
use dossier::content::{Represented, Right};
use eform::Fact;

use crate::acting;
use crate::app::App;
use crate::clock::Moment;
use crate::consents;
use crate::error::Answer;
use crate::later::Later;
use crate::lookups::{self, Occasion};
use crate::procedures::Procedure;
use crate::registry::{self, Asking, Known};
use crate::session::Citizen;
use crate::store::{ConsentRecord, DossierRecord};

/// Asks whoever may be asked, about the person the dossier is for: never about who helps.
///
/// # Errors
/// The store failed; a register that fails is noted in the answer.
pub async fn known(
    app: &App,
    citizen: &Citizen,
    record: &DossierRecord,
    procedure: &Procedure,
    consent: Option<&ConsentRecord>,
) -> Answer<Known> {
    let form = procedure.form.as_ref();
    // Who helps asks as one who acts by a mandate would, until the citizen has taken the dossier up.
    let helping = record.help.as_ref().filter(|help| help.hands() != Hands::Citizen);
    let helping = helping.map(|help| Represented {
        name: help.citizen.clone(),
        id: record.owner.clone(),
        right: Right::Mandate,
        reference: help.by.mandate.clone(),
    });
    let acting_for = record.acting_for.as_ref().or(helping.as_ref());
    let basis = basis(app, record, acting_for, procedure, consent).await?;
    // Who signs for an enterprise is the one the form calls "self": only people have a self.
    let enterprise = acting_for.filter(|one| one.right == Right::Representative);
    let person = acting_for.filter(|one| one.right != Right::Representative);
    let asking = Asking {
        citizen,
        is_own: person.is_none(),
        subject: person.map_or(&citizen.id, |represented| &represented.id),
        enterprise: enterprise.map(|represented| represented.id.as_str()),
        form,
        purpose: &procedure.code,
        consent: basis.as_deref(),
    };
    let occasion = Occasion::dossier(citizen, &record.id, person);
    let ask = |question| -> Later<'static, _> {
        let (app, occasion) = (app.clone(), occasion.clone());
        Box::pin(async move { lookups::ask(&app, question, occasion).await })
    };
    let mut known = registry::known(ask, asking).await;
    // What was given in earlier dossiers was the citizen's own.
    if enterprise.is_some() {
        return Ok(known);
    }
    if let Some(Represented { id, right, reference, .. }) = person {
        // Who that is, was vouched for when the right was put on file.
        let source = if *right == Right::Mandate { "mandate" } else { "population" };
        let at = app.clock.now().rfc3339();
        let value = id.clone().into();
        let reference = Some(reference.clone());
        let fact = Fact { value, source: source.to_owned(), at, reference, guessed: false };
        known.facts.insert("self.id".to_owned(), fact);
        return Ok(known);
    }
    let owner = citizen.id.clone();
    let earlier = app.store(move |store| store.earlier(&owner)).await?;
    for record in earlier.into_iter().filter(|record| form.facts().any(|name| name == record.fact)) {
        let at = Moment(record.at).rfc3339();
        let fact = Fact {
            value: record.value,
            source: registry::EARLIER.to_owned(),
            at,
            reference: None,
            guessed: false,
        };
        known.facts.insert(record.fact, fact);
    }
    Ok(known)
}

/// The reference under which registers may be asked about the person a dossier is for, if they may be: the consent of who is
/// signed in, and of whose the dossier is when they help; of somebody who gave a mandate that mandate, unless they refused. A right that is
/// over asks nobody.
async fn basis(
    app: &App,
    record: &DossierRecord,
    acting_for: Option<&Represented>,
    procedure: &Procedure,
    consent: Option<&ConsentRecord>,
) -> Answer<Option<String>> {
    let Some(consent) = consent.filter(|record| consents::holds(app, procedure, record)) else {
        return Ok(None);
    };
    let Some(represented) = acting_for else { return Ok(Some(consent.reference.clone())) };
    if acting::over(app, record).await?.is_some() {
        return Ok(None);
    }
    match represented.right {
        Right::Parent | Right::Guardian | Right::Representative => Ok(Some(consent.reference.clone())),
        Right::Mandate => {
            let decided = consents::of(app, &represented.id, &procedure.code).await?;
            // Whatever has changed about the question since: they said no.
            let is_refused = decided.is_some_and(|record| !record.agreed);
            Ok((!is_refused).then(|| represented.reference.clone()))
        }
    }
}
