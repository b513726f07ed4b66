//! `/api/cosigning/{invitation}`: what somebody who must agree to another's dossier sees and says. They see it only while they are asked, and
//! nothing of it but what is fixed. How they sign it is in `cosignature`.

use axum::Json;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{
    AskedToCosign, AskedToCosignList, Cosigning, OwnAnswer, REASON_CHARACTERS, Refusal, StandBy, Turn,
};
use dossier::{Content, Event, Filing, Refused, Signing, Stage, asked, may_confirm};
use eform::InsteadWay;

use super::confirmation::away;
use super::downloads::attachment;
use super::received::Body;
use super::services::Language;
use super::sign_in::{SIGN_IN_SECONDS, Wish};
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::freeze::error;
use crate::dossiers::{Whole, advance, load, service, spoken};
use crate::error::{Answer, Error};
use crate::secret;
use crate::session::{Citizen, level_in_place_of_signing};
use crate::store::{Frozen, InvitationRecord, StandsBy};

/// The portal's page of a link.
pub(super) fn page(token: &str) -> String {
    format!("/ho-so/cung-ky/{token}")
}

/// The dossier that a link leads this citizen to, or the dossier's own handle while they have a link or have agreed. One that was replaced
/// or taken back, one that is over and one for somebody else all look the same, but to who files it.
pub(super) async fn found(app: &App, citizen: &Citizen, named: &str) -> Answer<Whole> {
    let (token, now) = (secret::sha256_hex(named.as_bytes()), app.clock.now().0);
    let (dossier, person) = (named.to_owned(), citizen.id.clone());
    let invitation = app.store(move |store| {
        let own = |one: &InvitationRecord| one.person == person && one.until > now;
        match store.invitation(&token, now)? {
            Some(one) => Ok(Some(one)),
            None => Ok(store.invitations(&dossier)?.into_iter().find(own)),
        }
    });
    let Some(invitation) = invitation.await? else {
        // Who has agreed reads that they have, also where their link was taken back while they were away to do so.
        let whole = load(app, named).await?;
        return if whole.record.state.agreed.contains_key(&citizen.id) {
            Ok(whole)
        } else {
            Err(Error::NotFound)
        };
    };
    let whole = load(app, &invitation.dossier).await?;
    if whole.record.state.stage == Stage::Discarded {
        return Err(Error::NotFound);
    }
    if invitation.person != citizen.id {
        let is_theirs = whole.record.owner == citizen.id;
        return Err(if is_theirs { Error::OwnDossier(whole.record.id) } else { Error::NotFound });
    }
    if invitation.opened_at.is_none() {
        app.store(move |store| store.open_invitation(&invitation.token, now)).await?;
    }
    Ok(whole)
}

/// What waits for the citizen, to whom links were made: so that nothing stalls because a message with a link was lost.
pub(super) async fn waiting(
    State(app): State<App>,
    citizen: Citizen,
    Query(query): Query<Language>,
) -> Answer<Json<AskedToCosignList>> {
    let (person, now) = (citizen.id.clone(), app.clock.now().0);
    let mut waiting = Vec::new();
    for invitation in app.store(move |store| store.invitations_of(&person, now)).await? {
        let whole = load(&app, &invitation.dossier).await?;
        let Some(frozen) = &whole.frozen else { continue };
        if turn(&citizen, &whole) == Turn::Asked {
            waiting.push(AskedToCosign {
                title: service(&app, &whole.record, &query.lang),
                applicant: frozen.applicant_name.clone(),
                until: Moment(invitation.until).rfc3339(),
                dossier: invitation.dossier,
            });
        }
    }
    Ok(Json(AskedToCosignList { asked: waiting }))
}

/// What is asked of the citizen now.
fn turn(citizen: &Citizen, whole: &Whole) -> Turn {
    let state = &whole.record.state;
    if state.agreed.contains_key(&citizen.id) {
        return Turn::Agreed;
    }
    if state.stage == Stage::Draft || whole.over.is_some() {
        return if state.declined.is_some() { Turn::Declined } else { Turn::Changing };
    }
    match asked(state, &citizen.id) {
        Ok(_) => Turn::Asked,
        Err(Refused::SignatureNeeded | Refused::OthersFirst) => Turn::NotYet,
        Err(_) => Turn::NotNamed,
    }
}

/// `answers`: what they have said so far.
pub(super) fn view(app: &App, citizen: &Citizen, whole: &Whole, answers: Vec<OwnAnswer>) -> Cosigning {
    let record = &whole.record;
    let turn = turn(citizen, whole);
    let other = record.state.other(&citizen.id);
    let (role, by) = other.map(|other| (other.role.clone(), other.by)).unzip();
    let procedure = app.procedures.version(&record.procedure, &record.version);
    let cosigner = procedure.and_then(|procedure| {
        let cosigners = &procedure.form.cosigning().cosigners;
        cosigners.iter().find(|one| Some(&one.id) == role.as_ref())
    });
    let instead = |way| Some(cosigner?.instead(way)?.basis.clone());
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
        person: citizen.id.clone(),
        basis: cosigner.map(|one| one.basis.clone()),
        by: by.unwrap_or_default(),
        identity_basis: instead(InsteadWay::Identity),
        app_basis: instead(InsteadWay::NationalApp),
        signing: record.state.signing_of(Some(&citizen.id)).clone(),
        signing_attempts: record.state.signing_attempts,
        sha256: record.state.snapshot.as_ref().filter(|_| is_told).map(|snapshot| snapshot.sha256.clone()),
        agreed_at: record.state.agreed.get(&citizen.id).cloned(),
        filed_at: match &record.state.filing {
            Filing::Accepted { at, .. } if turn == Turn::Agreed => Some(at.clone()),
            _ => None,
        },
        answers,
    }
}

pub(super) async fn read(
    State(app): State<App>,
    citizen: Citizen,
    Path(token): Path<String>,
) -> Answer<Json<Cosigning>> {
    let whole = found(&app, &citizen, &token).await?;
    let answers = answers(&app, &citizen, &whole).await?;
    Ok(Json(view(&app, &citizen, &whole, answers)))
}

/// What the citizen has said so far.
pub(super) async fn answers(app: &App, citizen: &Citizen, whole: &Whole) -> Answer<Vec<OwnAnswer>> {
    let all = spoken::of(app, &whole.record.id, &whole.record.state, &citizen.id).await?;
    Ok(all.into_iter().map(|one| one.answer).collect())
}

/// The dossier, while the citizen is asked about it.
async fn while_asked(app: &App, citizen: &Citizen, token: &str) -> Answer<Whole> {
    let whole = found(app, citizen, token).await?;
    if turn(citizen, &whole) == Turn::Asked { Ok(whole) } else { Err(Refused::WrongStage.into()) }
}

/// What is fixed of it.
fn fixed(whole: Whole) -> Answer<Frozen> {
    whole.frozen.ok_or_else(|| Refused::WrongStage.into())
}

pub(super) async fn content(
    State(app): State<App>,
    citizen: Citizen,
    Path(token): Path<String>,
) -> Answer<Response> {
    let whole = found(&app, &citizen, &token).await?;
    // A signature proves nothing to who made it without the bytes that it is over.
    let has_signed = matches!(whole.record.state.signing_of(Some(&citizen.id)), Signing::Signed { .. });
    match turn(&citizen, &whole) {
        Turn::Asked => {}
        Turn::Agreed if has_signed => {}
        _ => return Err(Refused::WrongStage.into()),
    }
    Ok(attachment(fixed(whole)?.content, "dossier.json"))
}

/// What they answered about last, so that they see what has changed since: they could read it then.
pub(super) async fn answered(
    State(app): State<App>,
    citizen: Citizen,
    Path(token): Path<String>,
) -> Answer<Response> {
    let whole = while_asked(&app, &citizen, &token).await?;
    let id = whole.record.id;
    let last = spoken::of(&app, &id, &whole.record.state, &citizen.id).await?.pop().ok_or(Error::NotFound)?;
    let before = app.store(move |store| store.frozen(&id, last.snapshot)).await?.ok_or(Error::NotFound)?;
    Ok(attachment(before.content, "dossier.json"))
}

pub(super) async fn file(
    State(app): State<App>,
    citizen: Citizen,
    Path((token, number)): Path<(String, usize)>,
) -> Answer<Response> {
    let frozen = fixed(while_asked(&app, &citizen, &token).await?)?;
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
    may_confirm(&whole.record.state, &citizen.id, &sha256, &app.clock.now().rfc3339())?;
    let wish = Wish {
        // Their link may be replaced while they are away.
        return_to: page(&whole.record.id),
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
    let decide = |whole: &Whole| {
        // They have agreed in the meantime: that is not what they say here, so it is not done already.
        if whole.record.state.agreed.contains_key(&citizen.id) {
            return Err(Error::Refused(Refused::AlreadyDone));
        }
        Ok(event.clone().into())
    };
    let after = advance(&app, &whole.record.id, decide).await?;
    let answers = answers(&app, &citizen, &after).await?;
    Ok(Json(view(&app, &citizen, &after, answers)))
}
