//! Asking the signing provider, and judging what it brings before anything relies on it. Then a time-stamp is asked for, if there is
//! an authority, and whether the certificate was revoked (`revoked`): what came is kept meanwhile.

mod revoked;

use dossier::signature::{self, Algorithm, SignatureFault, container, examine, holds};
use dossier::{Event, Refused, Signing};

use super::Outcome;
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{Step, Whole, advance, load};
use crate::error::{Answer, Error, incident};
use crate::later::Later;
use crate::signing::{Decision, Failure, Fetched, Holder, Reason, Signer, ToSign};
use crate::store::{Attempt, Extra, Frozen, RevocationAnswer};
pub use revoked::REVOKED;

/// Why an attempt has failed whose signature was made on the phone and never arrived.
const LOST: &str = "lost";
/// How long after its time a signature that the phone agreed to may still be fetched.
const DELIVERY_SECONDS: i64 = 10 * 60;
/// Why an attempt has failed whose signature had to have a time-stamp, and none could be had.
const NO_STAMP: &str = "stamp";
/// Between two tries to have a time-stamp.
const STAMP_SECONDS: i64 = 5;
/// How long a citizen waits for a time-stamp that a signature can do without.
const STAMP_PATIENCE: i64 = 60;

pub(super) async fn ask(app: &App, id: &str, attempt: u32, handle: &str) -> Answer<Outcome> {
    let whole = load(app, id).await?;
    let Some((_, Signing::Waiting { credential, expires_at, granted, .. })) =
        whole.record.state.attempt(attempt)
    else {
        return Ok(Outcome::Done);
    };
    if let Some(outcome) = go_on(app, &whole, attempt).await? {
        return Ok(outcome);
    }
    let failed = |code: &str| Event::SigningFailed { attempt, code: code.to_owned() };
    let Some((signer, key)) = app.signing.of(credential) else {
        incident("signing: an attempt waits for a provider that is not configured any more");
        return settle(app, id, failed(if *granted { LOST } else { Reason::Provider.code() }).into()).await;
    };
    let wanted = id.to_owned();
    let Some(prepared) = app.store(move |store| store.attempt(&wanted, attempt)).await? else {
        return Err(Error::Internal("an attempt without its attributes".to_owned()));
    };
    let hash = dossier::signature::requested_hash(&prepared.attributes);
    let certificate = prepared.chain.first().map(Vec::as_slice).unwrap_or_default();
    let is_over = app.clock.now().rfc3339().as_str() >= expires_at.as_str();
    let event = match signer.port.decision(handle, ToSign { credential: key, certificate, hash: &hash }).await
    {
        Ok(Decision::Agreed(signature)) => {
            // Whether the phone had agreed before this try decides what a refusal to give the signature means.
            return fetch(app, &whole, attempt, signature, (signer, *granted)).await;
        }
        Ok(Decision::Waiting) | Err(_) if !is_over => return Ok(Outcome::Again(signer.port.pause())),
        // The phone had agreed: whatever the provider says now, the signature was given and never came.
        told if *granted => {
            incident(&format!("signing: a signature was lost: {told:?}"));
            failed(LOST)
        }
        Ok(Decision::Rejected) => Event::SigningRejected { attempt },
        Ok(Decision::Expired | Decision::Waiting) => Event::SigningExpired { attempt },
        Ok(Decision::Failed(failure)) => failed(failure.report(&signer.id)),
        Err(what) => failed(Failure { reason: Reason::Provider, what }.report(&signer.id)),
    };
    settle(app, id, event.into()).await
}

/// The phone agreed: that is written down before the signature is fetched, because it may be given once and be lost.
async fn fetch(
    app: &App,
    whole: &Whole,
    attempt: u32,
    signature: Later<'_, Result<Fetched, String>>,
    (signer, was_granted): (&Signer, bool),
) -> Answer<Outcome> {
    let id = whole.record.id.as_str();
    let granted = Event::SigningGranted { attempt };
    match advance(app, id, |_| Ok(granted.clone().into())).await {
        Ok(_) => {}
        Err(Error::Refused(_)) => return Ok(Outcome::Done),
        Err(error) => return Err(error),
    }
    match signature.await {
        Ok(Fetched::Signed { signature, algorithm }) => {
            signed(app, whole, attempt, &signature, algorithm).await
        }
        Ok(Fetched::Failed(what)) => {
            incident(&format!("signing: {what}"));
            let code = if was_granted { LOST } else { Reason::Provider.code() };
            settle(app, id, Event::SigningFailed { attempt, code: code.to_owned() }.into()).await
        }
        Err(what) => {
            incident(&format!("signing: {what}"));
            if is_long_over(app, whole, attempt) {
                return settle(app, id, Event::SigningFailed { attempt, code: LOST.to_owned() }.into()).await;
            }
            Ok(Outcome::Again(signer.port.pause()))
        }
    }
}

/// Whether so much time has gone by that a signature which was given will not come any more.
fn is_long_over(app: &App, whole: &Whole, attempt: u32) -> bool {
    let Some((_, Signing::Waiting { expires_at, .. })) = whole.record.state.attempt(attempt) else {
        return true;
    };
    let end = Moment::parse(expires_at).map(|end| end.plus(DELIVERY_SECONDS));
    end.is_none_or(|end| end.0 <= app.clock.now().0)
}

/// A container is built and judged; only a good one becomes `Signed`, or waits for its time-stamp.
async fn signed(
    app: &App,
    whole: &Whole,
    attempt: u32,
    signature: &[u8],
    algorithm: Algorithm,
) -> Answer<Outcome> {
    let id = whole.record.id.as_str();
    let Some((prepared, frozen)) = prepared(app, id, attempt).await? else { return Ok(Outcome::Done) };
    let judged = container(&prepared.attributes, &prepared.chain, signature, algorithm)
        .map_err(|_| SignatureFault::CertificateUnreadable)
        .and_then(|container| judge(app, whole, attempt, (&frozen, &container)).map(|_| container));
    let container = match judged {
        Ok(container) => container,
        Err(fault) => {
            incident(&format!("signing: the container does not verify: {}", fault.code()));
            return settle(app, id, failed(attempt, reason(fault))).await;
        }
    };
    if app.stamping.is_none() {
        return revoked::begin(app, whole, prepared, container, &frozen).await;
    }
    let at = app.clock.now().0;
    let kept = vec![Extra::Unstamped { attempt, container: container.clone(), at }];
    advance(app, id, |_| Ok(Step { events: Vec::new(), extras: kept.clone() })).await?;
    let waiting = Attempt { unstamped: Some((container, at)), ..prepared };
    stamp(app, whole, waiting, &frozen).await
}

/// Goes on with a signature that came and waits for its time-stamp, or for a word about its certificate; none when there is no such.
async fn go_on(app: &App, whole: &Whole, attempt: u32) -> Answer<Option<Outcome>> {
    match prepared(app, &whole.record.id, attempt).await? {
        Some((waiting, frozen)) if waiting.unchecked.is_some() => {
            revoked::check(app, whole, &waiting, &frozen).await.map(Some)
        }
        Some((waiting, frozen)) if waiting.unstamped.is_some() => {
            stamp(app, whole, waiting, &frozen).await.map(Some)
        }
        _ => Ok(None),
    }
}

/// Asks for the time-stamp, if there is an authority. One that does not verify counts like an authority that is out of order: the signature is good.
async fn stamp(app: &App, whole: &Whole, waiting: Attempt, frozen: &Frozen) -> Answer<Outcome> {
    let id = whole.record.id.as_str();
    let Some((container, since)) = waiting.unstamped.clone() else { return Ok(Outcome::Done) };
    let Some(stamping) = &app.stamping else {
        return revoked::begin(app, whole, waiting, container, frozen).await;
    };
    let stamped = stamping.stamp(&container).await.and_then(|stamped| {
        judge(app, whole, waiting.number, (frozen, &stamped)).map_err(|fault| fault.code().to_owned())?;
        Ok(stamped)
    });
    let what = match stamped {
        Ok(stamped) => return revoked::begin(app, whole, waiting, stamped, frozen).await,
        Err(what) => what,
    };
    incident(&format!("time-stamp: {what}"));
    if stamping.is_required() {
        if is_long_over(app, whole, waiting.number) {
            return settle(app, id, failed(waiting.number, NO_STAMP)).await;
        }
    } else if app.clock.now().0 >= since + STAMP_PATIENCE {
        incident("time-stamp: none could be had, the signature stays at level B");
        return revoked::begin(app, whole, waiting, container, frozen).await;
    }
    Ok(Outcome::Again(STAMP_SECONDS))
}

/// An attempt with the bytes that it is about.
async fn prepared(app: &App, id: &str, attempt: u32) -> Answer<Option<(Attempt, Frozen)>> {
    let wanted = id.to_owned();
    app.store(move |store| {
        let prepared = store.attempt(&wanted, attempt)?;
        let frozen = match &prepared {
            Some(prepared) => store.frozen(&wanted, prepared.snapshot)?,
            None => None,
        };
        Ok(prepared.zip(frozen))
    })
    .await
}

/// A good container over these bytes, by who must sign it; with the certificates that may be the one above the signer's.
fn judge(
    app: &App,
    whole: &Whole,
    attempt: u32,
    (frozen, container): (&Frozen, &[u8]),
) -> Result<(signature::Signer, Vec<Vec<u8>>), SignatureFault> {
    let examined = examine(container, &frozen.content, app.trust(), &app.clock.now().rfc3339())?;
    let issuers = examined.issuers().to_vec();
    let told: Vec<bool> = examined.obligations().iter().map(holds).collect();
    let signer = examined.conclude(&told)?;
    let other = whole.record.state.attempt(attempt).and_then(|(other, _)| other);
    signer.must_be(Holder::of(&whole.record, other).account())?;
    Ok((signer, issuers))
}

async fn accept(
    app: &App,
    id: &str,
    attempt: &Attempt,
    signer: signature::Signer,
    (container, answer): (Vec<u8>, Option<RevocationAnswer>),
) -> Answer<Outcome> {
    let Attempt { number: attempt, snapshot, .. } = *attempt;
    let now = app.clock.now();
    let revocation = answer.as_ref().map(|answer| answer.source.code().to_owned());
    let mut extras = vec![Extra::Container { attempt, container }];
    extras.extend(answer.map(|answer| Extra::Revocation { attempt, answer, at: now.0 }));
    let event = Event::Signed { attempt, snapshot, signer: signer.name, at: now.rfc3339(), revocation };
    settle(app, id, Step { events: vec![event], extras }).await
}

/// The end without a signature; one that was kept is forgotten.
fn failed(attempt: u32, code: &str) -> Step {
    Step {
        events: vec![Event::SigningFailed { attempt, code: code.to_owned() }],
        extras: vec![Extra::DropContainer { attempt }],
    }
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
        | F::BadMoment
        | F::StampMalformed
        | F::StampDiffers
        | F::StampAlgorithm
        | F::StampCertificate
        | F::StampWrong
        | F::StampUntrusted
        | F::StampTime => "provider",
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
