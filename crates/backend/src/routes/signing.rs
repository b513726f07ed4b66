//! `POST /api/dossiers/{id}/signing`, `/signing/confirm`, `/signing/cancel`; those of the others who must agree are in `cosignature`, and
//! go the same way.
//!
//! The provider is asked only after the browser has recomputed the hash; what it brings back is judged in `jobs`.

use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::{Attempt, Confirmation, CredentialChoice, Preparation, Prepared};
use dossier::{Event, Refused, Signing, apply, canonical, signature};

use super::order::{Order, Running};
use crate::app::App;
use crate::dossiers::{Step, Whole, command, entitled, identity};
use crate::error::{Answer, Error};
use crate::signing::{self, Holder, Question, ToSign, Unasked};
use crate::store::{self, Extra};

pub(super) async fn prepare(order: Order<CredentialChoice>) -> Answer<Response> {
    order
        .once(|running| async move {
            let Running { app, citizen, whole, key, value } = running;
            identity::confirmed(&app, &citizen, &whole.record)?;
            whole.still()?;
            let made = make(&app, &whole, None, &value.credential).await?;
            let shown = |dossier, now: &Whole| Preparation { prepared: made.shown(now), dossier };
            command(&app, whole, &key, |now| made.step_for(now), shown).await
        })
        .await
}

/// Signed attributes that were made for a certificate.
pub(super) struct Made {
    /// Who of the others signs; none when it is none of them.
    other: Option<String>,
    /// What was there of their signature before.
    before: Signing,
    credential: String,
    /// Its number is given when it is written down.
    attempt: store::Attempt,
    hash: String,
    description: String,
}

impl Made {
    /// The step, unless another tab has prepared an attempt of its own in the meantime.
    pub(super) fn step_for(&self, whole: &Whole) -> Answer<Step> {
        let state = &whole.record.state;
        if *state.signing_of(self.other.as_deref()) != self.before {
            return Err(Refused::OtherAttempt.into());
        }
        let event = Event::SigningPrepared {
            other: self.other.clone(),
            snapshot: self.attempt.snapshot,
            credential: self.credential.clone(),
            requested_hash: self.hash.clone(),
        };
        // Somebody else who signs may have begun an attempt: numbers are the dossier's.
        let attempt = store::Attempt { number: state.signing_attempts + 1, ..self.attempt.clone() };
        Ok(Step { events: vec![event], extras: vec![Extra::Prepared(attempt)] })
    }

    /// What the browser needs, of a dossier with this attempt.
    pub(super) fn shown(&self, whole: &Whole) -> Prepared {
        Prepared {
            attempt: whole.record.state.signing_attempts,
            snapshot: self.attempt.snapshot,
            signing_time: self.attempt.signing_time.clone(),
            certificate: self.attempt.chain.first().map(|der| STANDARD.encode(der)).unwrap_or_default(),
            requested_hash: self.hash.clone(),
            description: self.description.clone(),
        }
    }
}

/// Makes them for who signs: one of the others, or, if it is none of them, who must sign the dossier.
pub(super) async fn make(app: &App, whole: &Whole, other: Option<&str>, credential: &str) -> Answer<Made> {
    let state = &whole.record.state;
    let now = app.clock.now().rfc3339();
    let (Some(frozen), Some(snapshot)) = (&whole.frozen, &state.snapshot) else {
        return Err(Refused::WrongStage.into());
    };
    let (signer, key) = app.signing.of(credential).ok_or(Error::NotFound)?;
    let holder = Holder::of(&whole.record, other);
    let chosen = signer.port.one(holder.account(), key).await;
    let chosen = chosen.map_err(|what| Error::Provider("signing", what))?.ok_or(Error::NotFound)?;
    if chosen.unusable(holder, &now, app.revocation.as_deref()).is_some() {
        return Err(Error::BadRequest("This certificate cannot be used for this dossier now."));
    }
    let certificate = chosen.chain.first().ok_or(Error::BadRequest("The certificate is missing."))?;
    let digest = canonical::sha256(&frozen.content);
    let attributes = signature::signed_attributes(&digest, &now, certificate);
    let attributes = attributes.map_err(|_| Error::Internal("the clock shows no signing time".to_owned()))?;
    let hash = canonical::hex(&signature::requested_hash(&attributes));
    let attempt = store::Attempt {
        number: 0,
        snapshot: snapshot.number,
        chain: chosen.chain,
        signing_time: now,
        attributes,
        unstamped: None,
        unchecked: None,
        container: None,
    };
    Ok(Made {
        other: other.map(str::to_owned),
        before: state.signing_of(other).clone(),
        credential: signer.credential(key),
        attempt,
        hash,
        description: description(app, whole, &frozen.content),
    })
}

/// What the phone shows: the service and the fingerprint of the bytes.
fn description(app: &App, whole: &Whole, content: &[u8]) -> String {
    let record = &whole.record;
    let procedure = app.procedures.version(&record.procedure, &record.version);
    let title =
        procedure.and_then(|known| known.text(&record.language, "title")).unwrap_or(&record.procedure);
    format!("{title} · {}", canonical::fingerprint(content))
}

pub(super) async fn confirm(order: Order<Confirmation>) -> Answer<Response> {
    order
        .once(|running| async move {
            let Running { app, citizen, whole, key, value } = running;
            let may_sign = async {
                identity::confirmed(&app, &citizen, &whole.record)?;
                entitled(&app, &citizen, &whole).await
            };
            let event = let_go(&app, &whole, None, &value, may_sign).await?;
            command(&app, whole, &key, |_| Ok(event.clone().into()), |view, _| view).await
        })
        .await
}

/// What comes of sending to the phone what the browser has recomputed: it is asked only when nothing stands in the way, `may_sign` the
/// last of it.
pub(super) async fn let_go(
    app: &App,
    whole: &Whole,
    other: Option<&str>,
    value: &Confirmation,
    may_sign: impl Future<Output = Answer<()>>,
) -> Answer<Event> {
    is_theirs(whole, other, value.attempt)?;
    let confirmed = |handle: &str, expires_at: &str| Event::SigningConfirmed {
        attempt: value.attempt,
        hash: value.requested_hash.clone(),
        handle: handle.to_owned(),
        expires_at: expires_at.to_owned(),
    };
    let now = app.clock.now();
    match apply(&whole.record.state, &confirmed("", ""), &now.rfc3339()) {
        Ok(_) => {
            may_sign.await?;
            ask(app, whole, value.attempt, confirmed).await
        }
        Err(Refused::AlreadyDone) => Ok(confirmed("", "")),
        Err(refused) => Err(refused.into()),
    }
}

/// Whether an attempt is that of who speaks of it: one of the others, or, if it is none of them, the person who files the dossier.
pub(super) fn is_theirs(whole: &Whole, other: Option<&str>, attempt: u32) -> Result<(), Refused> {
    match whole.record.state.attempt(attempt) {
        Some((of, _)) if of == other => Ok(()),
        _ => Err(Refused::OtherAttempt),
    }
}

/// Asks the phone: `confirmed` with the provider's handle and the end of its patience, or that nothing will come of this attempt.
async fn ask(
    app: &App,
    whole: &Whole,
    attempt: u32,
    confirmed: impl Fn(&str, &str) -> Event,
) -> Answer<Event> {
    let begun = whole.record.state.attempt(attempt).zip(whole.frozen.as_ref());
    let Some(((other, Signing::Prepared { credential, .. }), frozen)) = begun else {
        return Err(Refused::OtherAttempt.into());
    };
    let id = whole.record.id.clone();
    let prepared = app.store(move |store| store.attempt(&id, attempt)).await?;
    let prepared = prepared.ok_or_else(|| Error::Internal("an attempt without its attributes".to_owned()))?;
    let (signer, key) = app.signing.of(credential).ok_or(Error::NotFound)?;
    let question = Question {
        to_sign: ToSign {
            credential: key,
            certificate: prepared.chain.first().map(Vec::as_slice).unwrap_or_default(),
            hash: &signature::requested_hash(&prepared.attributes),
        },
        signer: Holder::of(&whole.record, other).account(),
        transaction: &signing::transaction(&whole.record.id, attempt),
        prepared_at: &prepared.signing_time,
        description: &description(app, whole, &frozen.content),
        fingerprint: &canonical::fingerprint(&frozen.content),
    };
    match signer.port.ask(question).await {
        Ok(asked) => {
            let end = app.clock.now().plus(asked.expires_in);
            Ok(confirmed(&asked.handle, &end.rfc3339()))
        }
        Err(Unasked::Silent(what)) => Err(Error::Provider("signing", what)),
        Err(Unasked::Refused(failure)) => {
            let code = failure.report(&signer.id);
            Ok(Event::SigningFailed { attempt, code: code.to_owned() })
        }
    }
}

pub(super) async fn cancel(order: Order<Attempt>) -> Answer<Response> {
    order
        .once(|running| async move {
            let Running { app, whole, key, value, .. } = running;
            is_theirs(&whole, None, value.attempt)?;
            let event = Event::SigningCancelled { attempt: value.attempt };
            command(&app, whole, &key, |_| Ok(event.clone().into()), |view, _| view).await
        })
        .await
}
