//! `POST /api/dossiers/{id}/confirmation`: standing by a dossier at the identity provider instead of signing it, and what is recorded
//! when the citizen is back. Leaving and coming back themselves are in `sign_in`.

use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use contract::{ConfirmationRedirect, StandBy};
use dossier::{Event, Refused, Signing, apply};

use super::received::Body;
use super::sign_in::{Left, SIGN_IN_SECONDS, Wish, leave};
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{advance, entitled, owned};
use crate::error::{Answer, Error};
use crate::identity::{Person, SignInFailed};
use crate::session::{Citizen, level_in_place_of_signing};
use crate::store::StandsBy;

pub(super) async fn begin(
    State(app): State<App>,
    citizen: Citizen,
    headers: HeaderMap,
    Path(id): Path<String>,
    request: Request,
) -> Answer<Response> {
    let whole = owned(&app, &citizen, &id).await?;
    let Body { value: StandBy { sha256 }, .. } = Body::from_request(request, &app).await?;
    let record = &whole.record;
    let now = app.clock.now();
    if record.state.signing == Signing::NotRequired {
        return Err(Refused::WrongStage.into());
    }
    let standing = Event::IdentityConfirmed {
        iss: app.config.identity.issuer.clone(),
        sub: citizen.id.clone(),
        acr: String::new(),
        auth_time: now.rfc3339(),
        sha256: sha256.clone(),
        nonce: String::new(),
    };
    // Nobody is sent away for what would be refused when they are back.
    apply(&record.state, &standing, &now.rfc3339()).map_err(Error::Refused)?;
    entitled(&app, &citizen, &whole).await?;
    let wish = Wish {
        return_to: format!("/ho-so/{id}/ky"),
        level: Some(level_in_place_of_signing(&app, &record.procedure)),
        max_age: Some(SIGN_IN_SECONDS),
        person: Some(citizen.id.clone()),
        stands_by: Some(StandsBy { dossier: id, sha256 }),
    };
    away(&app, &headers, wish).await
}

/// Tells the browser where to stand by something.
///
/// # Errors
/// The store failed, or the identity provider did not answer.
pub(super) async fn away(app: &App, headers: &HeaderMap, wish: Wish) -> Answer<Response> {
    let Left { url, cookie } = match leave(app, headers, wish).await? {
        Ok(left) => left,
        Err(SignInFailed::Unavailable(what) | SignInFailed::Failed(what)) => {
            return Err(Error::Provider("identity", what));
        }
        Err(other) => return Err(Error::Provider("identity", other.code().to_owned())),
    };
    let mut response = Json(ConfirmationRedirect { redirect_url: url }).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// The citizen is back, and the provider has vouched for them: they stand by these bytes, if the dossier still holds just these.
///
/// # Errors
/// `Moved` when it does not, or may not be bound any more; the store failed.
pub(super) async fn record(
    app: &App,
    bytes: &StandsBy,
    nonce: &str,
    person: &Person,
) -> Result<(), SignInFailed> {
    let (iss, sub, nonce) = (app.config.identity.issuer.clone(), person.id.clone(), nonce.to_owned());
    let (acr, auth_time) = (person.level.as_str().to_owned(), Moment(person.authenticated_at).rfc3339());
    let sha256 = bytes.sha256.clone();
    let own = Event::IdentityConfirmed {
        iss: iss.clone(),
        sub: sub.clone(),
        acr: acr.clone(),
        auth_time: auth_time.clone(),
        sha256: sha256.clone(),
        nonce: nonce.clone(),
    };
    let others = Event::OtherAgreed { iss, sub, acr, auth_time, sha256, nonce };
    let recorded = advance(app, &bytes.dossier, |whole| {
        whole.still()?;
        // Whoever does not file it agrees to it: that they are asked is looked at again.
        let event = if whole.record.owner == person.id { &own } else { &others };
        Ok(event.clone().into())
    });
    match recorded.await {
        Ok(_) => Ok(()),
        Err(Error::Refused(_) | Error::MandateOver(_) | Error::NotFound) => Err(SignInFailed::Moved),
        Err(error) => Err(SignInFailed::Failed(format!("{error:?}"))),
    }
}
