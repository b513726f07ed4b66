//! `GET /api/dossiers/{id}/credentials`: the certificates of who must sign at the signing providers.
//!
//! All are asked at once. One that is silent hides nothing of the others; when all are, that is the answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use contract::{Credential, CredentialList, Provider};
use dossier::Signing;
use tokio::task::JoinSet;

use crate::app::App;
use crate::dossiers::{Whole, owned};
use crate::error::{Answer, Error, incident};
use crate::jobs::sign::REVOKED;
use crate::session::Citizen;
use crate::signing::{Holder, Offered, Signer};

pub(super) async fn list(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> Answer<Json<CredentialList>> {
    let whole = owned(&app, &citizen, &id).await?;
    of(&app, &whole, None).await.map(Json)
}

/// Those of who signs: one of the others who must agree, or, if it is none of them, who must sign the dossier.
pub(super) async fn of(app: &App, whole: &Whole, other: Option<&str>) -> Answer<CredentialList> {
    let revoked = revoked_just_now(app, whole, other).await?;
    let holder = Holder::of(&whole.record, other);
    let mut asking = JoinSet::new();
    for (place, signer) in app.signing.all().iter().cloned().enumerate() {
        let account = holder.account().to_owned();
        asking.spawn(async move { (place, ask(signer, &account).await) });
    }
    let mut heard = asking.join_all().await;
    heard.sort_by_key(|(place, _)| *place);
    if let Some(what) = all_silent(&heard) {
        return Err(Error::Provider("signing", what));
    }
    let now = app.clock.now().rfc3339();
    let mut list = CredentialList { providers: Vec::new(), credentials: Vec::new() };
    for (_, Heard { signer, name, offered }) in heard {
        let silent = match offered {
            Ok(offered) => {
                let unusable = |one: &Offered| one.unusable(holder, &now, app.revocation.as_deref());
                let shown = offered.iter().filter_map(|one| {
                    let has_failed = revoked.is_some() && one.chain.first() == revoked.as_ref();
                    credential(&signer, one, unusable(one), has_failed)
                });
                list.credentials.extend(shown);
                None
            }
            Err(what) => Some(incident(&format!("signing: {}: {what}", signer.id))),
        };
        list.providers.push(Provider { id: signer.id.clone(), name, silent });
    }
    Ok(list)
}

/// The certificate of the attempt that has just failed because its authority said that it was revoked, whatever the provider lists it as.
async fn revoked_just_now(app: &App, whole: &Whole, other: Option<&str>) -> Answer<Option<Vec<u8>>> {
    let number = match whole.record.state.signing_of(other) {
        Signing::Failed { attempt, code } if code == REVOKED => *attempt,
        _ => return Ok(None),
    };
    let id = whole.record.id.clone();
    let attempt = app.store(move |store| store.attempt(&id, number)).await?;
    Ok(attempt.and_then(|attempt| attempt.chain.into_iter().next()))
}

/// What one provider has said.
struct Heard {
    signer: Arc<Signer>,
    name: String,
    offered: Result<Vec<Offered>, String>,
}

async fn ask(signer: Arc<Signer>, account: &str) -> Heard {
    let offered = signer.port.offered(account).await;
    // A name that cannot be had now is no reason to hide certificates.
    let name = signer.port.name().await.unwrap_or_else(|_| signer.id.clone());
    Heard { signer, name, offered }
}

/// What they all have said in place of certificates, if none has told any.
fn all_silent(heard: &[(usize, Heard)]) -> Option<String> {
    let silences = heard.iter().map(|(_, heard)| heard.offered.as_ref().err().map(String::as_str));
    silences.collect::<Option<Vec<_>>>().map(|silences| silences.join("; "))
}

/// A certificate that cannot be read is not shown: there is nothing to say about it.
fn credential(
    signer: &Signer,
    offered: &Offered,
    unusable: Option<&str>,
    has_failed: bool,
) -> Option<Credential> {
    let certificate = offered.certificate()?;
    let (valid_from, valid_to) = certificate.validity();
    Some(Credential {
        id: signer.credential(&offered.id),
        provider: signer.id.clone(),
        subject: certificate.name(),
        issuer: certificate.issuer_name(),
        serial: certificate.serial(),
        valid_from,
        valid_to,
        unusable: unusable.map(str::to_owned),
        has_failed,
    })
}
