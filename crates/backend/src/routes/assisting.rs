//! `POST /api/dossiers/{id}/hand-over` and `/take-up`: what somebody else has filled in comes to the citizen whose it is.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use contract::{Hands, RightOver};
use dossier::{Refused, Stage};
use eform::Kind;

use crate::app::App;
use crate::dossiers::{answer, facts, freeze, owned, seen, theirs};
use crate::error::{Answer, Error};
use crate::registry;
use crate::session::Citizen;
use crate::store::{Save, StoreError};

pub(super) async fn hand_over(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    let whole = match seen(&app, &citizen, &id).await {
        // It went over, and the answer was lost.
        Err(Error::MandateOver(RightOver::HelpOver)) => return again(&app, &citizen, &id).await,
        other => other?,
    };
    if !whole.for_helper {
        return Err(Error::BadRequest("Only who helps hands over; the citizen takes up."));
    }
    let at = app.clock.now().0;
    app.store(move |store| store.hand_over(&id, at)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was handed over stays so; a mandate that has ended meanwhile hands nothing over.
async fn again(app: &App, citizen: &Citizen, id: &str) -> Answer<StatusCode> {
    let id = id.to_owned();
    let record = app.store(move |store| store.dossier(&id)).await?;
    let help = record.and_then(|record| record.help).filter(|help| help.by.id == citizen.id);
    match help.and_then(|help| help.handed_over_at) {
        Some(_) => Ok(StatusCode::NO_CONTENT),
        None => Err(Error::MandateOver(RightOver::HelpOver)),
    }
}

pub(super) async fn take_up(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Response> {
    loop {
        let mut whole = theirs(&app, &citizen, &id).await?;
        if whole.record.help.as_ref().is_none_or(|help| help.hands() == Hands::Citizen) {
            return answer(&app, &owned(&app, &citizen, &id).await?);
        }
        let now = app.clock.now();
        if let Some(help) = &mut whole.record.help {
            // As it will be: what is known of the citizen is asked for as theirs.
            help.taken_up_at = Some(now.0);
        }
        let record = &whole.record;
        let Some(mut draft) = whole.draft.take().filter(|_| record.state.stage == Stage::Draft) else {
            return Err(Refused::WrongStage.into());
        };
        let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
        let known = facts::known(&app, &citizen, record, procedure, whole.consent.as_ref()).await?;
        let known = registry::kept((&draft.facts, &draft.trouble), known);
        // A statement is made by who stands for it.
        let is_statement = |path: &str| {
            let kind = procedure.form.field_at(path).map(|field| &field.kind);
            matches!(kind, Some(Kind::Attestation | Kind::Consent))
        };
        draft.answers.retain(|path, _| !is_statement(path));
        let save = Save {
            dossier: id.clone(),
            revision: draft.revision,
            subject: freeze::instance(procedure, &draft, known.facts.clone(), now)?.subject(),
            answers: draft.answers,
            facts: Some((known.facts, known.trouble)),
            page: None,
            language: None,
            at: now.0,
        };
        match app.stored(move |store| store.take_up(save)).await {
            Ok(_) => return answer(&app, &owned(&app, &citizen, &id).await?),
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
