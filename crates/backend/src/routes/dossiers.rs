//! `GET /api/dossiers`, `POST /api/dossiers`, `GET` and `DELETE /api/dossiers/{id}`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use contract::{DossierList, NewDossier};
use dossier::content::Represented;
use dossier::{Event, Stage};
use eform::Applicant;

use super::received::Body;
use super::services::Language;
use crate::acting::{self, Entitled, Rights};
use crate::app::App;
use crate::consents;
use crate::dossiers::{Command, Whole, advance, answer, facts, freeze, once, owned, summary, theirs, view};
use crate::error::{Answer, Error};
use crate::secret;
use crate::session::Citizen;
use crate::store::{DossierRecord, DraftRecord};

pub(super) async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<Language>,
) -> Answer<Json<DossierList>> {
    let rights = Rights::of(&app, &citizen.id).await?;
    let records = app.store(move |store| store.dossiers(&citizen.id)).await?;
    let one = |record: DossierRecord| {
        let over = rights.over(&record);
        summary(&app, record, over, &query.lang)
    };
    let dossiers = records.into_iter().map(one).collect::<Answer<_>>()?;
    Ok(Json(DossierList { dossiers }))
}

pub(super) async fn one(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Response> {
    let whole = owned(&app, &citizen, &id).await?;
    answer(&app, &whole)
}

pub(super) async fn ask(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Response> {
    owned(&app, &citizen, &id).await?;
    super::consents::follow(&app, &citizen, &id, true).await?;
    answer(&app, &owned(&app, &citizen, &id).await?)
}

pub(super) async fn create(
    State(app): State<App>,
    citizen: Citizen,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body<NewDossier>,
) -> Answer<Response> {
    let command = Command::read(&citizen, &method, &uri, &headers, &body.bytes)?;
    once(&app, command, |command| open(&app, &citizen, body.value, command)).await
}

async fn open(app: &App, citizen: &Citizen, wanted: NewDossier, command: Command) -> Answer<String> {
    let now = app.clock.now();
    let procedure =
        app.procedures.current(&wanted.procedure, &now.vietnamese_day()).ok_or(Error::NotFound)?;
    if !procedure.texts.contains_key(&wanted.language) {
        return Err(Error::BadRequest("The procedure has no texts in this language."));
    }
    let (acting_for, acting_until) = match &wanted.acting_for {
        Some(id) => {
            let Entitled { principal, until } = acting::principal(app, citizen, procedure, id).await?;
            acting::taken(app, &principal.person).await?;
            (Some(principal.person), until)
        }
        None if procedure.form.applicant() == Applicant::Enterprise => {
            return Err(Error::BadRequest("This service is an enterprise's: the dossier names which."));
        }
        None => (None, None),
    };
    let principal = |one: &Option<Represented>| one.as_ref().map(|one| one.id.clone());
    if !wanted.another {
        let rights = Rights::of(app, &citizen.id).await?;
        let owner = citizen.id.clone();
        let mine = app.store(move |store| store.dossiers(&owner)).await?;
        // One that is closed cannot be gone on with.
        let is_open = |record: &&DossierRecord| {
            record.procedure == procedure.code
                && rights.over(record).is_none()
                && principal(&record.acting_for) == principal(&acting_for)
                && matches!(record.state.stage, Stage::Draft | Stage::Frozen)
        };
        if let Some(existing) = mine.iter().find(is_open) {
            return Err(Error::DraftExists(existing.id.clone()));
        }
    }
    let consent = consents::of(app, &citizen.id, &procedure.code).await?;
    let mut record = DossierRecord {
        id: secret::handle().ok_or_else(Error::no_randomness)?,
        owner: citizen.id.clone(),
        procedure: procedure.code.clone(),
        version: procedure.version.clone(),
        language: wanted.language,
        subject: None,
        acting_for,
        acting_until,
        acting_over: None,
        page: None,
        state: dossier::State::new(),
        created_at: now.0,
        updated_at: now.0,
    };
    let known = facts::known(app, citizen, &record, procedure, consent.as_ref()).await?;
    let draft = DraftRecord {
        answers: BTreeMap::new(),
        facts: known.facts,
        trouble: known.trouble,
        revision: 1,
        saved_at: now.0,
    };
    record.subject = freeze::instance(procedure, &draft, draft.facts.clone(), now)?.subject();
    let whole = Whole {
        record,
        draft: Some(draft.clone()),
        frozen: None,
        moved: Vec::new(),
        consent,
        orders: Vec::new(),
        over: None,
    };
    let body =
        serde_json::to_string(&view(app, &whole)?).map_err(|error| Error::Internal(error.to_string()))?;
    let answered = command.answered(&whole.record.id, StatusCode::OK, body.clone());
    app.store(move |store| store.create(whole.record, draft, Some(answered))).await?;
    Ok(body)
}

pub(super) async fn discard(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    theirs(&app, &citizen, &id).await?;
    advance(&app, &id, |_| Ok(Event::Discarded.into())).await?;
    Ok(StatusCode::NO_CONTENT)
}
