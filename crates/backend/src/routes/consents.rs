//! `GET /api/consents` and `POST /api/consents/{procedure}`: decisions about asking registers, and drafts that follow them.

use axum::Json;
use axum::extract::{Path, Query, State};
use contract::{CONSENT_TEXT, Consent, ConsentList, Decide, Decision, Hands};
use dossier::Stage;

use super::received::Body;
use super::services::Language;
use crate::acting;
use crate::app::App;
use crate::clock::Moment;
use crate::consents;
use crate::dossiers::{facts, freeze, load};
use crate::error::{Answer, Error};
use crate::procedures::Procedure;
use crate::registry;
use crate::session::Citizen;
use crate::store::{ConsentRecord, Save, StoreError};

pub(super) async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<Language>,
) -> Answer<Json<ConsentList>> {
    Ok(Json(ConsentList { consents: of(&app, &citizen, &query.lang).await? }))
}

/// The citizen's decisions.
pub(super) async fn of(app: &App, citizen: &Citizen, language: &str) -> Answer<Vec<Consent>> {
    let owner = citizen.id.clone();
    let records = app.store(move |store| store.consents(&owner)).await?;
    let today = app.clock.now().vietnamese_day();
    let shown = records.iter().map(|record| {
        let procedure = app.procedures.current(&record.purpose, &today).map(AsRef::as_ref);
        shown(app, procedure, record, language)
    });
    Ok(shown.collect())
}

pub(super) async fn decide(
    State(app): State<App>,
    citizen: Citizen,
    Path(code): Path<String>,
    Query(query): Query<Language>,
    body: Body<Decide>,
) -> Answer<Json<Consent>> {
    let today = app.clock.now().vietnamese_day();
    let procedure = app.procedures.current(&code, &today).map(AsRef::as_ref);
    if body.value.text != CONSENT_TEXT {
        return Err(Error::BadRequest("These are not the words that are asked with now."));
    }
    let record = consents::decide(&app, &citizen, (&code, procedure), body.value.agree).await?;
    let owner = citizen.id.clone();
    for dossier in app.store(move |store| store.dossiers(&owner)).await? {
        // Into what somebody else still has in hand nothing comes; what may not be known goes out of it at once.
        let is_in_hand = dossier.help.as_ref().is_none_or(|help| help.hands() == Hands::Citizen);
        if dossier.procedure == code
            && dossier.state.stage == Stage::Draft
            && (is_in_hand || !body.value.agree)
        {
            follow(&app, &citizen, &dossier.id, body.value.agree).await?;
        }
    }
    Ok(Json(shown(&app, procedure, &record, &query.lang)))
}

/// Puts into a draft what may be known now, or takes out what may not; about somebody whom the citizen may not act for any more that
/// is nothing. Somebody who saves at the same time is not held up: then it is tried again.
pub(super) async fn follow(app: &App, citizen: &Citizen, id: &str, agree: bool) -> Answer<()> {
    loop {
        let whole = load(app, id).await?;
        let record = &whole.record;
        let Some(draft) = whole.draft.as_ref().filter(|_| record.state.stage == Stage::Draft) else {
            return Ok(());
        };
        let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
        let is_over = agree
            && match acting::confirmed(app, citizen, procedure, record).await {
                Ok(()) => false,
                Err(Error::MandateOver(_)) => true,
                Err(error) => return Err(error),
            };
        let consent = whole.consent.as_ref().filter(|_| !is_over);
        let known = facts::known(app, citizen, record, procedure, consent).await?;
        let known = registry::kept((&draft.facts, &draft.trouble), known);
        let now = app.clock.now();
        let save = Save {
            dossier: record.id.clone(),
            revision: draft.revision,
            subject: freeze::instance(procedure, draft, known.facts.clone(), now)?.subject(),
            answers: draft.answers.clone(),
            facts: Some((known.facts, known.trouble)),
            page: None,
            language: None,
            at: now.0,
        };
        match app.stored(move |store| store.save(save)).await {
            Ok(_) => return Ok(()),
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn shown(app: &App, procedure: Option<&Procedure>, record: &ConsentRecord, language: &str) -> Consent {
    let title = procedure.and_then(|procedure| procedure.text(language, "title"));
    Consent {
        title: title.unwrap_or(&record.purpose).to_owned(),
        procedure: record.purpose.clone(),
        registers: record.registers.clone(),
        decision: procedure.map_or(Decision::Open, |one| consents::decision(app, one, record)),
        text: record.text.clone(),
        at: Moment(record.at).rfc3339(),
        until: record.agreed.then(|| Moment(consents::ends(record)).rfc3339()),
    }
}
