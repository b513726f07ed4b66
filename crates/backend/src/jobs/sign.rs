//! Asking the signing provider, and judging what it brings before anything relies on it.

use dossier::signature::{Algorithm, SignatureFault, container, verify};
use dossier::{Event, Refused, Signing};

use super::{Outcome, SIGNER_SECONDS};
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{Step, Whole, advance, load};
use crate::error::{Answer, Error, incident};
use crate::signing::{Decision, Fetched, Grant};
use crate::store::Extra;

/// Why an attempt has failed whose signature was made on the phone and never arrived.
const LOST: &str = "lost";
/// How long after its time a signature that the phone agreed to may still be fetched.
const DELIVERY_SECONDS: i64 = 10 * 60;

pub(super) async fn ask(app: &App, id: &str, attempt: u32, handle: &str) -> Answer<Outcome> {
    let whole = load(app, id).await?;
    let Signing::Waiting { attempt: current, credential, expires_at, granted, .. } =
        &whole.record.state.signing
    else {
        return Ok(Outcome::Done);
    };
    if *current != attempt {
        return Ok(Outcome::Done);
    }
    let is_over = app.clock.now().rfc3339().as_str() >= expires_at.as_str();
    let failed = |code: &str| Event::SigningFailed { attempt, code: code.to_owned() };
    let event = match app.signing.decision(handle).await {
        Ok(Decision::Granted(grant)) => {
            // Whether the phone had agreed before this try decides what a refusal to give the signature means.
            return fetch(app, &whole, credential, &grant, *granted).await;
        }
        Ok(Decision::Waiting) | Err(_) if !is_over => return Ok(Outcome::Again(SIGNER_SECONDS)),
        // The phone had agreed: whatever the provider says now, the signature was given and never came.
        told if *granted => {
            incident(&format!("signing: a signature was lost: {told:?}"));
            failed(LOST)
        }
        Ok(Decision::Rejected) => Event::SigningRejected { attempt },
        Ok(Decision::Expired | Decision::Waiting) => Event::SigningExpired { attempt },
        Ok(Decision::Failed(what)) | Err(what) => {
            incident(&format!("signing: {what}"));
            failed("provider")
        }
    };
    settle(app, id, event.into()).await
}

/// The phone agreed: that is written down before the signature is fetched, because it can be fetched once and be lost.
async fn fetch(
    app: &App,
    whole: &Whole,
    credential: &str,
    grant: &Grant,
    was_granted: bool,
) -> Answer<Outcome> {
    let id = whole.record.id.as_str();
    let Signing::Waiting { attempt, .. } = whole.record.state.signing else { return Ok(Outcome::Done) };
    let granted = Event::SigningGranted { attempt };
    match advance(app, id, |_| Ok(granted.clone().into())).await {
        Ok(_) => {}
        Err(Error::Refused(_)) => return Ok(Outcome::Done),
        Err(error) => return Err(error),
    }
    let wanted = id.to_owned();
    let Some(prepared) = app.store(move |store| store.attempt(&wanted, attempt)).await? else {
        return Err(Error::Internal("an attempt without its attributes".to_owned()));
    };
    let hash = dossier::signature::requested_hash(&prepared.attributes);
    match app.signing.fetch(credential, &hash, grant).await {
        Ok(Fetched::Signed { signature, algorithm }) => {
            signed(app, whole, attempt, &signature, algorithm).await
        }
        Ok(Fetched::Failed(what)) => {
            incident(&format!("signing: {what}"));
            let code = if was_granted { LOST } else { "provider" };
            settle(app, id, Event::SigningFailed { attempt, code: code.to_owned() }.into()).await
        }
        Err(what) => {
            incident(&format!("signing: {what}"));
            if is_long_over(app, whole) {
                return settle(app, id, Event::SigningFailed { attempt, code: LOST.to_owned() }.into()).await;
            }
            Ok(Outcome::Again(SIGNER_SECONDS))
        }
    }
}

/// Whether so much time has gone by that a signature which was given will not come any more.
fn is_long_over(app: &App, whole: &Whole) -> bool {
    let Signing::Waiting { expires_at, .. } = &whole.record.state.signing else { return true };
    let end = Moment::parse(expires_at).map(|end| end.plus(DELIVERY_SECONDS));
    end.is_none_or(|end| end.0 <= app.clock.now().0)
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
