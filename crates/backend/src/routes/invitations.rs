//! `GET` and `POST /api/dossiers/{id}/invitations`, `DELETE …/{number}`: how the person who files a dossier asks the others who must
//! agree. What these do with it is in `cosigning`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use contract::{INVITATION_DAYS, Invitation, InvitationLink, InvitationList, Invitee};
use dossier::{Command, Other, Refused, allowed_commands};

use super::received::Body;
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{Whole, owned};
use crate::error::{Answer, Error};
use crate::secret;
use crate::session::Citizen;
use crate::store::InvitationRecord;

const DAY_SECONDS: i64 = 86_400;

pub(super) async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Json<InvitationList>> {
    let whole = owned(&app, &citizen, &id).await?;
    let now = app.clock.now().0;
    let all = app.store(move |store| store.invitations(&id)).await?;
    let others = others(&whole);
    let told = all.into_iter().filter_map(|one| {
        let place = others.iter().position(|other| other.id == one.person)?;
        Some(Invitation {
            number: u32::try_from(place + 1).ok()?,
            made_at: Moment(one.made_at).rfc3339(),
            until: Moment(one.until).rfc3339(),
            opened_at: one.opened_at.map(|at| Moment(at).rfc3339()),
            is_over: one.until <= now,
        })
    });
    let mut invitations: Vec<_> = told.collect();
    invitations.sort_by_key(|one| one.number);
    Ok(Json(InvitationList { invitations }))
}

pub(super) async fn invite(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
    body: Body<Invitee>,
) -> Answer<Json<InvitationLink>> {
    let whole = owned(&app, &citizen, &id).await?;
    whole.still()?;
    let other = asked(&whole, body.value.number)?;
    if whole.record.state.agreed.contains_key(&other.id) {
        return Err(Refused::AlreadyDone.into());
    }
    if !allowed_commands(&whole.record.state).contains(&Command::Invite) {
        return Err(Refused::SignatureNeeded.into());
    }
    let token = secret::token().ok_or_else(Error::no_randomness)?;
    let now = app.clock.now().0;
    let until = now + INVITATION_DAYS * DAY_SECONDS;
    let record = InvitationRecord {
        token: secret::sha256_hex(token.as_bytes()),
        dossier: id,
        person: other.id.clone(),
        made_at: now,
        until,
        opened_at: None,
    };
    app.store(move |store| store.invite(record)).await?;
    Ok(Json(InvitationLink { path: super::cosigning::page(&token), until: Moment(until).rfc3339() }))
}

pub(super) async fn revoke(
    State(app): State<App>,
    citizen: Citizen,
    Path((id, number)): Path<(String, u32)>,
) -> Answer<StatusCode> {
    let whole = owned(&app, &citizen, &id).await?;
    let person = asked(&whole, number)?.id.clone();
    app.store(move |store| store.revoke_invitation(&id, &person)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn others(whole: &Whole) -> &[Other] {
    whole.record.state.requirements.as_ref().map_or(&[], |asked| &asked.others)
}

fn asked(whole: &Whole, number: u32) -> Answer<&Other> {
    let place = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    Ok(place.and_then(|place| others(whole).get(place)).ok_or(Refused::NotAsked)?)
}
