//! The one function that decides what may happen to a dossier: [`apply`].
//!
//! Nothing here does anything: events are facts that the caller recorded, effects are data for the caller's outbox.
//! How the outside world is asked, and how events are stored, deliberately does not live here.

mod commands;
mod due;
mod event;
mod filing;
mod others;
mod payment;
mod refund;
mod signing;
mod stages;

pub use commands::{allowed_commands, due_commands};
pub use event::{Effect, Event};
pub use others::{asked, may_confirm};
pub use payment::{resumable_order, undecided_order};

use crate::state::{Filing, Outcome, Refused, Signing, State};

/// Applies one event. The state comes back with its version counted up by one, and with what must be done now.
///
/// `now` is RFC 3339 in UTC to the second, like every [`crate::Timestamp`]; it decides only whether an open order or an open
/// signing request has lapsed, and is kept as the beginning of the hand-over.
///
/// # Errors
/// [`Refused`] names why the event does not fit; the dossier stays as it was. [`Refused::AlreadyDone`] means that the event
/// repeats what the state says already: the caller answers as it did the first time.
///
/// ```
/// use dossier::{Event, Refused, Stage, State, apply};
/// let draft = State::new();
/// let (gone, _) = apply(&draft, &Event::Discarded, "2026-11-21T08:05:00Z").unwrap();
/// assert_eq!(gone.stage, Stage::Discarded);
/// assert_eq!(apply(&gone, &Event::Discarded, "2026-11-21T08:05:01Z"), Err(Refused::AlreadyDone));
/// ```
pub fn apply(state: &State, event: &Event, now: &str) -> Result<(State, Vec<Effect>), Refused> {
    let mut next = state.clone();
    let effects = match event {
        Event::Frozen { snapshot, requirements } => stages::freeze(&mut next, snapshot, requirements),
        Event::Thawed => stages::thaw(&mut next),
        Event::Moved { from, to } => stages::move_draft(&next, from, to),
        Event::Discarded => stages::discard(&mut next),
        Event::IdentityConfirmed { sha256, auth_time, .. } => {
            signing::stand_by(&mut next, sha256, auth_time, now)
        }
        Event::SignedOnPaper { sha256, scan, at } => signing::on_paper(&mut next, sha256, scan, at, now),
        Event::OtherAgreed { sub, sha256, auth_time, .. } => {
            others::agree(&mut next, sub, sha256, auth_time, now)
        }
        Event::OtherDeclined { sub, sha256, reason, at } => {
            others::decline(&mut next, sub, sha256, reason, at)
        }
        Event::SigningPrepared { other, snapshot, credential, requested_hash } => {
            signing::prepare(&mut next, other.as_deref(), *snapshot, (credential, requested_hash), now)
        }
        Event::SigningConfirmed { attempt, hash, handle, expires_at } => {
            signing::confirm(&mut next, *attempt, hash, handle, expires_at)
        }
        Event::SigningGranted { attempt } => signing::grant(&mut next, *attempt),
        Event::Signed { attempt, snapshot, signer, at, revocation } => {
            let signed = Signing::Signed {
                attempt: *attempt,
                at: at.clone(),
                signer: signer.clone(),
                revocation: revocation.clone(),
            };
            signing::sign(&mut next, *attempt, *snapshot, signed, at)
        }
        Event::SigningRejected { attempt } => {
            signing::close(&mut next, *attempt, Signing::Rejected { attempt: *attempt })
        }
        Event::SigningExpired { attempt } => signing::expire(&mut next, *attempt),
        Event::SigningCancelled { attempt } => {
            signing::close(&mut next, *attempt, Signing::Cancelled { attempt: *attempt })
        }
        Event::SigningFailed { attempt, code } => {
            signing::close(&mut next, *attempt, Signing::Failed { attempt: *attempt, code: code.clone() })
        }
        Event::PaymentStarted { order, amount, expires_at, due } => {
            payment::start(&mut next, *due, order, *amount, expires_at, now)
        }
        Event::PaymentConfirmed { order, amount, transaction, at } => {
            payment::confirm(&mut next, order, *amount, transaction, at, now)
        }
        Event::PaymentRepeated { order, of, amount, transaction, at } => {
            payment::open_again(&mut next, order, of)
                .and_then(|()| payment::confirm(&mut next, order, *amount, transaction, at, now))
        }
        Event::PaymentFailed { order, code } => payment::fail(&mut next, order, code),
        Event::PaymentSuspect { order, code } => payment::suspect(&mut next, order, code, now),
        Event::PaymentClaimed { order } => payment::claim(&mut next, order, now),
        Event::PaymentCancelled { order } => payment::abandon(&mut next, order),
        Event::RefundAsked { order, request, until } => refund::ask(&mut next, order, request, until),
        Event::RefundRefused { order, code } => refund::refuse(&mut next, order, code),
        Event::PaymentRefunded { order, at } => refund::end(&mut next, order, at),
        Event::FilingStarted => filing::start(&mut next, now),
        Event::FilingDelayed => filing::delay(&mut next),
        Event::FilingAccepted { code, at } => filing::accept(&mut next, code, at),
        Event::StatusReported(report) => filing::report(&mut next, report),
        Event::PaymentTold { due, at } => due::told(&mut next, *due, at),
    }?;
    next.version += 1;
    Ok((next, effects))
}

/// What must be in motion while the dossier is in this state. What of it the outbox does not know of was lost, and is put back: each of
/// them may run twice without harm, because the event it brings is refused the second time.
#[must_use]
pub fn pending(state: &State) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (_, signing) in state.attempts() {
        if let Signing::Waiting { attempt, handle, .. } = signing {
            effects.push(Effect::AskSigner { attempt: *attempt, handle: handle.clone() });
        }
    }
    for order in &state.orders {
        if matches!(order.outcome, Outcome::Open | Outcome::Abandoned | Outcome::Suspect) {
            effects.push(Effect::AskProvider { order: order.order.clone() });
        }
        effects.extend(refund::owed(order));
    }
    let to_be_told = state.dues.iter().filter(|due| due.is_to_be_told());
    effects.extend(to_be_told.map(|due| Effect::TellPayment { due: due.number }));
    if let (Filing::Sending { .. }, Some(snapshot)) = (&state.filing, &state.snapshot) {
        effects.push(Effect::SendToDesk { snapshot: snapshot.number });
    }
    effects
}
