//! `/api/cosigning/{invitation}/signing` and what belongs to it: how one of the others who must agree signs what is fixed. Each step is that
//! of `signing`; here is only who takes it, and what they are shown.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use contract::{Attempt, Confirmation, CredentialChoice, CredentialList};
use dossier::{Event, asked};

use super::cosigning::{answers, found, view};
use super::downloads::{attachment, said};
use super::order::{Access, Order, Running};
use super::{credentials, signing};
use crate::app::App;
use crate::dossiers::agreements::{self, Container};
use crate::dossiers::{Whole, answered};
use crate::error::{Answer, Error};
use crate::secret;
use crate::session::Citizen;

/// A link has led them to it.
pub(super) struct Invited;

impl Access for Invited {
    async fn whole(app: &App, citizen: &Citizen, token: &str) -> Answer<Whole> {
        found(app, citizen, token).await
    }

    fn kept(token: &str) -> String {
        secret::sha256_hex(token.as_bytes())
    }
}

pub(super) async fn credentials(
    State(app): State<App>,
    citizen: Citizen,
    Path(token): Path<String>,
) -> Answer<Json<CredentialList>> {
    let whole = found(&app, &citizen, &token).await?;
    asked(&whole.record.state, &citizen.id)?;
    credentials::of(&app, &whole, Some(&citizen.id)).await.map(Json)
}

pub(super) async fn prepare(order: Order<CredentialChoice, Invited>) -> Answer<Response> {
    order
        .once(|running| async move {
            let Running { app, citizen, whole, key, value } = running;
            whole.still()?;
            // Of a provider nothing is asked for who is not asked here.
            asked(&whole.record.state, &citizen.id)?;
            let made = signing::make(&app, &whole, Some(&citizen.id), &value.credential).await?;
            answered(&app, whole, &key, |now| made.step_for(now), |after| Ok(made.shown(after))).await
        })
        .await
}

pub(super) async fn confirm(order: Order<Confirmation, Invited>) -> Answer<Response> {
    order
        .once(|running| async move {
            let Running { app, citizen, whole, key, value } = running;
            let may_sign = async { whole.still() };
            let event = signing::let_go(&app, &whole, Some(&citizen.id), &value, may_sign).await?;
            let said = answers(&app, &citizen, &whole).await?;
            let shown = |after: &Whole| Ok(view(&app, &citizen, after, said.clone()));
            answered(&app, whole, &key, |_| Ok(event.clone().into()), shown).await
        })
        .await
}

pub(super) async fn cancel(order: Order<Attempt, Invited>) -> Answer<Response> {
    order
        .once(|running| async move {
            let Running { app, citizen, whole, key, value } = running;
            signing::is_theirs(&whole, Some(&citizen.id), value.attempt)?;
            let event = Event::SigningCancelled { attempt: value.attempt };
            let said = answers(&app, &citizen, &whole).await?;
            let shown = |after: &Whole| Ok(view(&app, &citizen, after, said.clone()));
            answered(&app, whole, &key, |_| Ok(event.clone().into()), shown).await
        })
        .await
}

/// What they have signed themselves.
async fn own(app: &App, citizen: &Citizen, token: &str) -> Answer<Container> {
    let whole = found(app, citizen, token).await?;
    agreements::container(app, &whole, &citizen.id).await?.ok_or(Error::NotFound)
}

pub(super) async fn container(
    State(app): State<App>,
    citizen: Citizen,
    Path(token): Path<String>,
) -> Answer<Response> {
    Ok(attachment(own(&app, &citizen, &token).await?.bytes, "dossier.p7s"))
}

pub(super) async fn revocation(
    State(app): State<App>,
    citizen: Citizen,
    Path(token): Path<String>,
) -> Answer<Response> {
    said(own(&app, &citizen, &token).await?, "dossier")
}
