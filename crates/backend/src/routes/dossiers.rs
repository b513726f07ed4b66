//! `GET /api/dossiers`, `POST /api/dossiers`, `GET` and `DELETE /api/dossiers/{id}`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use contract::{DossierList, Extent, Hands, NewDossier, Principal};
use dossier::content::{Helper, Represented};
use dossier::{Event, Stage};
use eform::Applicant;

use super::received::Body;
use super::services::Language;
use crate::acting::{self, Entitled, Rights};
use crate::app::App;
use crate::consents;
use crate::dossiers::{
    Command, Whole, advance, answer, facts, filled, freeze, once, seen, summary, theirs, view,
};
use crate::error::{Answer, Error};
use crate::procedures::Procedure;
use crate::secret;
use crate::session::Citizen;
use crate::store::{DossierRecord, DraftRecord, HelpRecord, Store};

pub(super) async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<Language>,
) -> Answer<Json<DossierList>> {
    let rights = Rights::of(&app, &citizen.id).await?;
    let me = citizen.id.clone();
    let loaded = app.store(move |store| Ok((store.dossiers(&me)?, store.helped(&me)?)));
    let (mut records, mut helped) = loaded.await?;
    helped.retain(|record| !rights.help_over(record));
    records.extend(helped);
    records.sort_by_key(|record| Reverse(record.created_at));
    let one = |record| summary(&app, record, &rights, (&citizen.id, &query.lang));
    let dossiers = records.into_iter().map(one).collect::<Answer<_>>()?;
    Ok(Json(DossierList { dossiers }))
}

pub(super) async fn one(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Response> {
    let whole = seen(&app, &citizen, &id).await?;
    answer(&app, &whole)
}

pub(super) async fn ask(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Response> {
    filled(&app, &citizen, &id).await?;
    super::consents::follow(&app, &citizen, &id, true).await?;
    answer(&app, &filled(&app, &citizen, &id).await?)
}

pub(super) async fn create(
    State(app): State<App>,
    citizen: Citizen,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body<NewDossier>,
) -> Answer<Response> {
    let command = Command::read(&citizen, &method, uri.path(), &headers, &body.bytes)?;
    once(&app, command, |command| open(&app, &citizen, body.value, command)).await
}

async fn open(app: &App, citizen: &Citizen, wanted: NewDossier, command: Command) -> Answer<String> {
    let now = app.clock.now();
    let procedure =
        app.procedures.current(&wanted.procedure, &now.vietnamese_day()).ok_or(Error::NotFound)?;
    if !procedure.texts.contains_key(&wanted.language) {
        return Err(Error::BadRequest("The procedure has no texts in this language."));
    }
    let Parties { owner, acting_for, acting_until, help } =
        for_whom(app, citizen, procedure, wanted.acting_for.as_deref()).await?;
    let principal = |one: &Option<Represented>| one.as_ref().map(|one| one.id.clone());
    if !wanted.another {
        let rights = Rights::of(app, &citizen.id).await?;
        let (me, is_helper) = (citizen.id.clone(), help.is_some());
        // Who helps is told of what they have in hand, and not of what else the citizen has.
        let known = move |store: &dyn Store| if is_helper { store.helped(&me) } else { store.dossiers(&me) };
        let mine = app.store(known).await?;
        let is_filled_in = |record: &DossierRecord| {
            record.help.as_ref().is_some_and(|help| help.hands() == Hands::Helper)
                && !rights.help_over(record)
        };
        // One that is closed cannot be gone on with, and one that somebody is filling in is not taken from them unasked.
        let is_open = |record: &&DossierRecord| {
            record.procedure == procedure.code
                && (is_helper || !is_filled_in(record))
                && record.owner == owner
                && rights.over(record).is_none()
                && !(is_helper && rights.help_over(record))
                && principal(&record.acting_for) == principal(&acting_for)
                && matches!(record.state.stage, Stage::Draft | Stage::Frozen)
        };
        if let Some(existing) = mine.iter().find(is_open) {
            return Err(Error::DraftExists(existing.id.clone()));
        }
    }
    let consent = consents::of(app, &owner, &procedure.code).await?;
    let mut record = DossierRecord {
        id: secret::handle().ok_or_else(Error::no_randomness)?,
        owner,
        procedure: procedure.code.clone(),
        version: procedure.version.clone(),
        language: wanted.language,
        subject: None,
        acting_for,
        acting_until,
        acting_over: None,
        help,
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
    let whole = Whole::new(record, draft.clone(), consent);
    let body =
        serde_json::to_string(&view(app, &whole)?).map_err(|error| Error::Internal(error.to_string()))?;
    let answered = command.answered(&whole.record.id, StatusCode::OK, body.clone());
    app.store(move |store| store.create(whole.record, draft, Some(answered))).await?;
    Ok(body)
}

/// Whose a new dossier is, whom they act for, and who helps.
struct Parties {
    owner: String,
    acting_for: Option<Represented>,
    acting_until: Option<String>,
    help: Option<HelpRecord>,
}

async fn for_whom(
    app: &App,
    citizen: &Citizen,
    procedure: &Procedure,
    principal: Option<&str>,
) -> Answer<Parties> {
    let own = Parties { owner: citizen.id.clone(), acting_for: None, acting_until: None, help: None };
    let Some(id) = principal else {
        return match procedure.form.applicant() {
            Applicant::Enterprise => {
                Err(Error::BadRequest("This service is an enterprise's: the dossier names which."))
            }
            Applicant::Person => Ok(own),
        };
    };
    let Entitled { principal, until } = acting::principal(app, citizen, procedure, id).await?;
    acting::taken(app, &principal.person).await?;
    let Principal { person, extent, .. } = principal;
    Ok(match extent {
        Extent::Act => Parties { acting_for: Some(person), acting_until: until, ..own },
        Extent::Assist => {
            let by = Helper { name: citizen.name.clone(), id: citizen.id.clone(), mandate: person.reference };
            let help = HelpRecord { by, citizen: person.name, handed_over_at: None, taken_up_at: None };
            Parties { owner: person.id, help: Some(help), ..own }
        }
    })
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
