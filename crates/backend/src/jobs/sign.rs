//! Asking the signing provider, and judging what it brings before anything relies on it.

use dossier::signature::{Algorithm, SignatureFault, container, verify};
use dossier::{Event, Refused, Signing};

use super::{Outcome, SIGNER_SECONDS};
use crate::app::App;
use crate::dossiers::{Step, Whole, advance, load};
use crate::error::{Answer, Error, incident};
use crate::signing::Decision;
use crate::store::Extra;

pub(super) async fn ask(app: &App, id: &str, attempt: u32, handle: &str) -> Answer<Outcome> {
    let whole = load(app, id).await?;
    let Signing::Waiting { attempt: current, credential, expires_at, .. } = &whole.record.state.signing
    else {
        return Ok(Outcome::Done);
    };
    if *current != attempt {
        return Ok(Outcome::Done);
    }
    let wanted = id.to_owned();
    let Some(prepared) = app.store(move |store| store.attempt(&wanted, attempt)).await? else {
        return Err(Error::Internal("an attempt without its attributes".to_owned()));
    };
    let hash = dossier::signature::requested_hash(&prepared.attributes);
    let is_over = app.clock.now().rfc3339().as_str() >= expires_at.as_str();
    let event = match app.signing.decision(credential, &hash, handle).await {
        Ok(Decision::Signed { signature, algorithm }) => {
            return signed(app, &whole, attempt, &signature, algorithm).await;
        }
        Ok(Decision::Rejected) => Event::SigningRejected { attempt },
        Ok(Decision::Expired) => Event::SigningExpired { attempt },
        Ok(Decision::Failed(what)) => {
            incident(&format!("signing: {what}"));
            Event::SigningFailed { attempt, code: "provider".to_owned() }
        }
        Ok(Decision::Waiting) if is_over => Event::SigningExpired { attempt },
        Err(what) if is_over => {
            incident(&format!("signing: {what}"));
            Event::SigningFailed { attempt, code: "provider".to_owned() }
        }
        Ok(Decision::Waiting) | Err(_) => return Ok(Outcome::Again(SIGNER_SECONDS)),
    };
    settle(app, id, event.into()).await
}

/// A container is built and judged; only a good one becomes `Signed`.
async fn signed(
    app: &App,
    whole: &Whole,
    attempt: u32,
    signature: &[u8],
    algorithm: Algorithm,
) -> Answer<Outcome> {
    let id = whole.record.id.clone();
    let wanted = id.clone();
    let loaded = app.store(move |store| {
        let prepared = store.attempt(&wanted, attempt)?;
        let frozen = match &prepared {
            Some(prepared) => store.frozen(&wanted, prepared.snapshot)?,
            None => None,
        };
        Ok(prepared.zip(frozen))
    });
    let Some((prepared, frozen)) = loaded.await? else { return Ok(Outcome::Done) };
    let now = app.clock.now().rfc3339();
    let judged = container(&prepared.attributes, &prepared.chain, signature, algorithm)
        .map_err(|_| SignatureFault::CertificateUnreadable)
        .and_then(|container| {
            let signer = verify(&container, &frozen.content, app.signing.roots(), &now)?;
            signer.must_be(&whole.record.owner)?;
            Ok((container, signer.name))
        });
    let step = match judged {
        Ok((container, signer)) => Step {
            events: vec![Event::Signed { attempt, snapshot: prepared.snapshot, signer, at: now }],
            extras: vec![Extra::Container { attempt, container }],
        },
        Err(fault) => {
            incident(&format!("signing: the container does not verify: {}", fault.code()));
            Event::SigningFailed { attempt, code: reason(fault).to_owned() }.into()
        }
    };
    settle(app, &id, step).await
}

/// What the citizen can act on; the log has the exact fault.
fn reason(fault: SignatureFault) -> &'static str {
    use SignatureFault as F;
    match fault {
        F::ContentDiffers | F::SignatureWrong | F::CertificateDiffers => "digest",
        F::OtherSigner => "other_person",
        F::CertificateMissing
        | F::CertificateUnreadable
        | F::KeyTooWeak
        | F::Untrusted
        | F::Expired
        | F::NotYetValid
        | F::KeyUsage => "certificate",
        F::Malformed
        | F::NotSignedData
        | F::Attached
        | F::Unexpected
        | F::SignerCount
        | F::Algorithm
        | F::AttributeMissing(_)
        | F::AttributeWrong(_)
        | F::SigningTime
        | F::BadMoment => "provider",
    }
}

/// Records the end; that the dossier has moved on in the meantime is an end as well.
async fn settle(app: &App, id: &str, step: Step) -> Answer<Outcome> {
    match advance(app, id, |_| Ok(step.clone())).await {
        Ok(_) | Err(Error::Refused(Refused::OtherAttempt | Refused::OtherSnapshot | Refused::WrongStage)) => {
            Ok(Outcome::Done)
        }
        Err(error) => Err(error),
    }
}
