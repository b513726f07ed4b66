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
    let Left { url, cookie } = match leave(&app, &headers, wish).await? {
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
    let event = Event::IdentityConfirmed {
        iss: app.config.identity.issuer.clone(),
        sub: person.id.clone(),
        acr: person.level.as_str().to_owned(),
        auth_time: Moment(person.authenticated_at).rfc3339(),
        sha256: bytes.sha256.clone(),
        nonce: nonce.to_owned(),
    };
    let recorded = advance(app, &bytes.dossier, |whole| {
        whole.still()?;
        Ok(event.clone().into())
    });
    match recorded.await {
        Ok(_) => Ok(()),
        Err(Error::Refused(_) | Error::MandateOver(_) | Error::NotFound) => Err(SignInFailed::Moved),
        Err(error) => Err(SignInFailed::Failed(format!("{error:?}"))),
    }
}
