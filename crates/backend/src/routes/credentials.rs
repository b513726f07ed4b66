//! `GET /api/dossiers/{id}/credentials`: the citizen's certificates at the signing provider.

use axum::Json;
use axum::extract::{Path, State};
use contract::{Credential, CredentialList};

use crate::app::App;
use crate::dossiers::owned;
use crate::error::{Answer, Error};
use crate::session::Citizen;
use crate::signing::Offered;

pub(super) async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Json<CredentialList>> {
    owned(&app, &citizen, &id).await?;
    let silent = |what| Error::Provider("signing", what);
    let provider = app.signing.name().await.map_err(silent)?;
    let offered = app.signing.offered(&citizen.id).await.map_err(silent)?;
    let now = app.clock.now().rfc3339();
    let credentials = offered.iter().filter_map(|one| credential(one, &citizen.id, &now)).collect();
    Ok(Json(CredentialList { provider, credentials }))
}

/// A certificate that cannot be read is not shown: there is nothing to say about it.
fn credential(offered: &Offered, citizen: &str, now: &str) -> Option<Credential> {
    let certificate = offered.certificate()?;
    let (valid_from, valid_to) = certificate.validity();
    Some(Credential {
        id: offered.id.clone(),
        subject: certificate.name(),
        issuer: certificate.issuer_name(),
        serial: certificate.serial(),
        valid_from,
        valid_to,
        unusable: offered.unusable(citizen, now).map(str::to_owned),
    })
}
