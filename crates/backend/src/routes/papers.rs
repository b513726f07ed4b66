//! `GET /api/papers`, `GET /api/papers/{paper}/file`, `DELETE /api/papers/{paper}`; what the store has for a draft:
//! `GET` and `POST /api/dossiers/{id}/papers`, `POST /api/dossiers/{id}/papers/keep`.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use contract::{DraftPapers, KeepPapers, PaperList, PaperOffer, PaperSlot, UsePapers, UsedPapers};
use dossier::{Refused, Stage};
use eform::Instance;

use super::downloads::attachment;
use super::received::Body;
use super::services::Language;
use crate::app::App;
use crate::dossiers::{Whole, filled, freeze, owned};
use crate::error::{Answer, Error};
use crate::papers::{self, Slot, slots};
use crate::session::Citizen;
use crate::store::{PaperRecord, UseRecord};

pub(super) async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<Language>,
) -> Answer<Json<PaperList>> {
    Ok(Json(PaperList { papers: papers::list(&app, &citizen, &query.lang).await? }))
}

pub(super) async fn download(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Response> {
    let paper = app.store(move |store| store.paper(&citizen.id, &id)).await?.ok_or(Error::NotFound)?;
    let bytes = app.files.get(&paper.sha256).await;
    let bytes = bytes.map_err(Error::disk)?;
    Ok(attachment(bytes, &paper.name))
}

pub(super) async fn remove(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<StatusCode> {
    papers::remove(&app, &citizen, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A draft with the store beside it.
struct Desk {
    whole: Whole,
    form: Instance,
    papers: Vec<PaperRecord>,
    uses: Vec<UseRecord>,
    keep: bool,
    today: String,
}

impl Desk {
    async fn open(app: &App, whole: Whole) -> Answer<Self> {
        let record = &whole.record;
        let draft = whole.draft.as_ref().filter(|_| record.state.stage == Stage::Draft);
        let draft = draft.ok_or(Refused::WrongStage)?;
        let procedure = app.procedures.version(&record.procedure, &record.version).ok_or(Error::NotFound)?;
        let now = app.clock.now();
        let form = freeze::instance(procedure, draft, draft.facts.clone(), now)?;
        let (owner, id) = (record.owner.clone(), record.id.clone());
        let loaded = app
            .store(move |store| Ok((store.papers(&owner)?, store.uses_in(&id)?, store.keeps_uploads(&id)?)));
        let (mut papers, uses, keep) = loaded.await?;
        // The store is that of whose the dossier is: nothing of one who acts goes into somebody else's matter, and nothing of it is told
        // to who helps.
        if record.acting_for.is_some() || whole.for_helper {
            papers.clear();
        }
        Ok(Self { form, papers, uses, keep, today: now.vietnamese_day(), whole })
    }

    fn slots(&self) -> Vec<Slot<'_>> {
        slots(&self.form, &self.papers, &self.uses, &self.today)
    }
}

pub(super) async fn for_draft(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Json<DraftPapers>> {
    let whole = filled(&app, &citizen, &id).await?;
    if whole.record.state.stage != Stage::Draft {
        let keep = app.store(move |store| store.keeps_uploads(&id)).await?;
        return Ok(Json(DraftPapers { slots: Vec::new(), keep }));
    }
    let desk = Desk::open(&app, whole).await?;
    let slots = desk.slots().into_iter().map(told).collect();
    Ok(Json(DraftPapers { slots, keep: desk.keep }))
}

fn told(slot: Slot<'_>) -> PaperSlot {
    let offer = |paper: &PaperRecord| PaperOffer {
        id: paper.id.clone(),
        title: paper.title.clone(),
        paper: paper.into(),
        valid_until: paper.valid_until.clone(),
    };
    PaperSlot {
        automatic: slot.automatic.map(|paper| paper.id.clone()),
        offers: slot.offers.into_iter().map(offer).collect(),
        field: slot.field,
    }
}

pub(super) async fn attach(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
    body: Body<UsePapers>,
) -> Answer<Json<UsedPapers>> {
    let desk = Desk::open(&app, filled(&app, &citizen, &id).await?).await?;
    let slots = desk.slots();
    let mut wanted = Vec::new();
    if body.value.choices.is_empty() {
        wanted.extend(slots.iter().filter_map(|slot| Some((slot.field.as_str(), slot.automatic?))));
    }
    for choice in &body.value.choices {
        let slot = slots.iter().find(|slot| slot.field == choice.field);
        let paper = slot.and_then(|slot| slot.offers.iter().find(|paper| paper.id == choice.paper));
        let one = (choice.field.as_str(), *paper.ok_or(Error::NotFound)?);
        if wanted.contains(&one) {
            return Err(Error::BadRequest("One paper is attached to an answer once."));
        }
        wanted.push(one);
    }
    let mut files = Vec::new();
    for (field, paper) in wanted {
        files.push(papers::attach(&app, &desk.whole, field, paper, &desk.uses).await?);
    }
    Ok(Json(UsedPapers { files }))
}

pub(super) async fn keep(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
    body: Body<KeepPapers>,
) -> Answer<StatusCode> {
    let whole = owned(&app, &citizen, &id).await?;
    if !matches!(whole.record.state.stage, Stage::Draft | Stage::Frozen) {
        return Err(Refused::WrongStage.into());
    }
    if body.value.keep && whole.record.acting_for.is_some() {
        return Err(Error::BadRequest("What is uploaded for somebody else is not kept."));
    }
    let at = app.clock.now().0;
    app.store(move |store| store.keep_uploads(&id, body.value.keep, at)).await?;
    Ok(StatusCode::NO_CONTENT)
}
