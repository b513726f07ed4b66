//! `/api/cosigning/{invitation}`: what somebody who must agree to another's dossier sees and says. They see it only while they are asked, and
//! nothing of it but what is fixed.

use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{Cosigning, REASON_CHARACTERS, Refusal, StandBy, Turn};
use dossier::{Content, Event, Refused, Stage, apply};

use super::confirmation::away;
use super::downloads::attachment;
use super::received::Body;
use super::sign_in::{SIGN_IN_SECONDS, Wish};
use crate::app::App;
use crate::dossiers::freeze::error;
use crate::dossiers::{Whole, advance, load, service};
use crate::error::{Answer, Error};
use crate::secret;
use crate::session::{Citizen, level_in_place_of_signing};
use crate::store::{Frozen, StandsBy};

/// The portal's page of a link.
pub(super) fn page(token: &str) -> String {
    format!("/ho-so/cung-ky/{token}")
}

/// The dossier that a link leads this citizen to. One that was replaced or taken back, one that is over and one for somebody else all look
/// the same.
async fn found(app: &App, citizen: &Citizen, token: &str) -> Answer<Whole> {
    let (token, now) = (secret::sha256_hex(token.as_bytes()), app.clock.now().0);
    let wanted = token.clone();
    let invitation = app.store(move |store| store.invitation(&wanted, now)).await?;
    let invitation = invitation.filter(|one| one.person == citizen.id).ok_or(Error::NotFound)?;
    let whole = load(app, &invitation.dossier).await?;
    if whole.record.state.stage == Stage::Discarded {
        return Err(Error::NotFound);
    }
    if invitation.opened_at.is_none() {
        app.store(move |store| store.open_invitation(&token, now)).await?;
    }
    Ok(whole)
}

/// What is asked of the citizen now.
fn turn(app: &App, citizen: &Citizen, whole: &Whole) -> Turn {
    let state = &whole.record.state;
    if state.agreed.contains_key(&citizen.id) {
        return Turn::Agreed;
    }
    if state.stage == Stage::Draft || whole.over.is_some() {
        return if state.declined.is_some() { Turn::Declined } else { Turn::Changing };
    }
    match tried(app, citizen, whole) {
        Ok(()) => Turn::Asked,
        Err(Refused::SignatureNeeded | Refused::OthersFirst) => Turn::NotYet,
        Err(_) => Turn::NotNamed,
    }
}

/// Whether the citizen could agree to what is fixed now.
fn tried(app: &App, citizen: &Citizen, whole: &Whole) -> Result<(), Refused> {
    let sha256 = whole.record.state.snapshot.as_ref().map(|snapshot| snapshot.sha256.clone());
    agreeing(app, citizen, whole, sha256.unwrap_or_default())
}

/// Whether the citizen could agree to these bytes now.
fn agreeing(app: &App, citizen: &Citizen, whole: &Whole, sha256: String) -> Result<(), Refused> {
    let now = app.clock.now().rfc3339();
    let event = Event::OtherAgreed {
        iss: String::new(),
        sub: citizen.id.clone(),
        acr: String::new(),
        auth_time: now.clone(),
        sha256,
        nonce: String::new(),
    };
    apply(&whole.record.state, &event, &now).map(|_| ())
}

fn view(app: &App, citizen: &Citizen, whole: &Whole) -> Cosigning {
    let record = &whole.record;
    let turn = turn(app, citizen, whole);
    let others = record.state.requirements.iter().flat_map(|asked| &asked.others);
    let role = others.into_iter().find(|other| other.id == citizen.id).map(|other| other.role.clone());
    let procedure = app.procedures.version(&record.procedure, &record.version);
    let basis = procedure.and_then(|procedure| {
        let cosigners = &procedure.form.cosigning().cosigners;
        cosigners.iter().find(|one| Some(&one.id) == role.as_ref()).map(|one| one.basis.clone())
    });
    let is_told = matches!(turn, Turn::Asked | Turn::Agreed);
    let frozen = whole.frozen.as_ref();
    Cosigning {
        turn,
        title: service(app, record, &record.language),
        applicant: frozen.map(|frozen| frozen.applicant_name.clone()),
        procedure: record.procedure.clone(),
        version: record.version.clone(),
        language: record.language.clone(),
        role,
        basis,
        sha256: record.state.snapshot.as_ref().filter(|_| is_told).map(|snapshot| snapshot.sha256.clone()),
        agreed_at: record.state.agreed.get(&citizen.id).cloned(),
    }
}

pub(super) async fn read(
    State(app): State<App>,
    citizen: Citizen,
    Path(token): Path<String>,
) -> Answer<Json<Cosigning>> {
    let whole = found(&app, &citizen, &token).await?;
    Ok(Json(view(&app, &citizen, &whole)))
}

/// What is fixed, while the citizen is asked about it.
async fn fixed(app: &App, citizen: &Citizen, token: &str) -> Answer<Frozen> {
    let whole = found(app, citizen, token).await?;
    if turn(app, citizen, &whole) != Turn::Asked {
        return Err(Error::Refused(Refused::WrongStage));
    }
    whole.frozen.ok_or(Error::Refused(Refused::WrongStage))
}

pub(super) async fn content(
    State(app): State<App>,
    citizen: Citizen,
    Path(token): Path<String>,
) -> Answer<Response> {
    Ok(attachment(fixed(&app, &citizen, &token).await?.content, "dossier.json"))
}

pub(super) async fn file(
    State(app): State<App>,
    citizen: Citizen,
    Path((token, number)): Path<(String, usize)>,
) -> Answer<Response> {
    let frozen = fixed(&app, &citizen, &token).await?;
    let content =
        Content::parse(&frozen.content).map_err(|fault| Error::Internal(format!("content: {fault:?}")))?;
    let place = number.checked_sub(1);
    let document = place.and_then(|place| content.documents.into_iter().nth(place)).ok_or(Error::NotFound)?;
    let bytes = app.files.get(&document.sha256).await.map_err(Error::disk)?;
    Ok(attachment(bytes, &document.name))
}

pub(super) async fn agree(
    State(app): State<App>,
    citizen: Citizen,
    headers: HeaderMap,
    Path(token): Path<String>,
    request: Request,
) -> Answer<Response> {
    let whole = found(&app, &citizen, &token).await?;
    let Body { value: StandBy { sha256 }, .. } = Body::from_request(request, &app).await?;
    whole.still()?;
    // Nobody is sent away for what would be refused when they are back.
    agreeing(&app, &citizen, &whole, sha256.clone())?;
    let wish = Wish {
        return_to: page(&token),
        level: Some(level_in_place_of_signing(&app, &whole.record.procedure)),
        max_age: Some(SIGN_IN_SECONDS),
        person: Some(citizen.id.clone()),
        stands_by: Some(StandsBy { dossier: whole.record.id.clone(), sha256 }),
    };
    away(&app, &headers, wish).await
}

pub(super) async fn decline(
    State(app): State<App>,
    citizen: Citizen,
    Path(token): Path<String>,
    body: Body<Refusal>,
) -> Answer<Json<Cosigning>> {
    let whole = found(&app, &citizen, &token).await?;
    let Refusal { sha256, reason } = body.value;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARACTERS {
        let code = if reason.is_empty() { "required" } else { "too_long" };
        return Err(Error::InvalidAnswers(vec![error("reason", code)]));
    }
    let event = Event::OtherDeclined {
        sub: citizen.id.clone(),
        sha256,
        reason: reason.to_owned(),
        at: app.clock.now().rfc3339(),
    };
    let after = advance(&app, &whole.record.id, |_| Ok(event.clone().into())).await?;
    Ok(Json(view(&app, &citizen, &after)))
}
