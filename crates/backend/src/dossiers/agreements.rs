//! The others who have agreed to what is fixed, and by what: the proof of who they are, or a signature in a container of their own.

use dossier::receipt::{Agreement, Cosignature, IdentityProof};
use dossier::{Event, Other, Signing, canonical};

use super::Whole;
use crate::app::App;
use crate::error::{Answer, Error};
use crate::store::RevocationAnswer;

/// That one of them has.
#[derive(Clone, Debug)]
pub struct Agreed {
    pub agreement: Agreement,
    /// Their signature, if they have signed.
    pub signed: Option<Container>,
}

/// Somebody's signature, byte for byte as it was verified.
#[derive(Clone, Debug)]
pub struct Container {
    pub bytes: Vec<u8>,
    /// What was said about the revocation of its certificate.
    pub revocation: Option<RevocationAnswer>,
}

/// All of them, as they are listed.
///
/// # Errors
/// The store failed.
pub async fn all(app: &App, whole: &Whole) -> Answer<Vec<Agreed>> {
    let state = &whole.record.state;
    let mut all = Vec::new();
    for other in state.requirements.iter().flat_map(|asked| &asked.others) {
        let Some(Other { role, name, id, .. }) = state.agreed.contains_key(&other.id).then_some(other) else {
            continue;
        };
        let kept = container(app, whole, id).await?;
        let signature = match (state.signing_of(Some(id)), &kept) {
            (Signing::Signed { signer, at, .. }, Some(container)) => {
                let (sub, signer, at) = (id.clone(), signer.clone(), at.clone());
                Some(Cosignature { sub, signer, at, sha256: canonical::sha256_hex(&container.bytes) })
            }
            _ => None,
        };
        let proof = if signature.is_none() { proof(app, whole, id).await? } else { None };
        let agreement = Agreement { role: role.clone(), name: name.clone(), proof, signature };
        all.push(Agreed { agreement, signed: kept });
    }
    Ok(all)
}

/// The signature of one of them, by personal id; none when they have not signed.
///
/// # Errors
/// The store failed, or has no container of a signature that counts.
pub async fn container(app: &App, whole: &Whole, id: &str) -> Answer<Option<Container>> {
    let Signing::Signed { attempt, .. } = *whole.record.state.signing_of(Some(id)) else { return Ok(None) };
    let dossier = whole.record.id.clone();
    let found = app.store(move |store| {
        let bytes = store.attempt(&dossier, attempt)?.and_then(|attempt| attempt.container);
        Ok(bytes.zip(Some(store.revocation(&dossier, attempt)?)))
    });
    let found = found.await?.map(|(bytes, revocation)| Container { bytes, revocation });
    found.map(Some).ok_or_else(|| Error::Internal("a signature without its container".to_owned()))
}

/// How one of them proved who they are, for the snapshot in force.
async fn proof(app: &App, whole: &Whole, id: &str) -> Answer<Option<IdentityProof>> {
    let Some(snapshot) = &whole.record.state.snapshot else { return Ok(None) };
    let dossier = whole.record.id.clone();
    let events = app.store(move |store| store.events_of(&dossier, "other_agreed")).await?;
    Ok(events.into_iter().find_map(|event| match event {
        Event::OtherAgreed { iss, sub, acr, auth_time, sha256, nonce }
            if sub == id && sha256 == snapshot.sha256 =>
        {
            Some(IdentityProof { iss, sub, acr, auth_time, sha256, nonce })
        }
        _ => None,
    }))
}
