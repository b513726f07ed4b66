//! Whether the certificate of a signature that came was revoked: asked before the signature counts, so before anything is paid or sent.
//! Silence is a normal state with an end.

use super::{accept, failed, is_long_over, judge, reason, settle};
use crate::app::App;
use crate::dossiers::{Step, Whole, advance};
use crate::error::{Answer, incident};
use crate::jobs::Outcome;
use crate::revocation::Found;
use crate::store::{Attempt, Extra, Frozen};

/// Why an attempt has failed whose certificate was revoked.
pub const REVOKED: &str = "revoked";
/// Why an attempt has failed that had to have an answer, and none could be had.
const NO_ANSWER: &str = "revocation";
/// How long a citizen waits for an answer that a signature can do without, in seconds.
const PATIENCE: i64 = 60;
/// The shortest and the longest pause between two tries, in seconds; in between as long as was waited already.
const PAUSES: (i64, i64) = (5, 60);

/// Keeps a container as it will stay, and asks about its certificate, if there is anybody to ask.
pub(super) async fn begin(
    app: &App,
    whole: &Whole,
    waiting: Attempt,
    container: Vec<u8>,
    frozen: &Frozen,
) -> Answer<Outcome> {
    let at = app.clock.now().0;
    if app.revocation.is_some() {
        let kept = vec![Extra::Unchecked { attempt: waiting.number, container: container.clone(), at }];
        let id = whole.record.id.as_str();
        advance(app, id, |_| Ok(Step { events: Vec::new(), extras: kept.clone() })).await?;
    }
    check(app, whole, &Attempt { unchecked: Some((container, at)), ..waiting }, frozen).await
}

/// Asks about the certificate of a container that was kept.
pub(super) async fn check(app: &App, whole: &Whole, waiting: &Attempt, frozen: &Frozen) -> Answer<Outcome> {
    let (id, attempt) = (whole.record.id.as_str(), waiting.number);
    let Some((container, since)) = waiting.unchecked.clone() else { return Ok(Outcome::Done) };
    let (signer, issuers) = match judge(app, whole, attempt, (frozen, &container)) {
        Ok(judged) => judged,
        Err(fault) => return settle(app, id, failed(attempt, reason(fault))).await,
    };
    let Some(revocations) = &app.revocation else {
        return accept(app, id, waiting, signer, (container, None)).await;
    };
    let (what, may_come) = match revocations.ask(&signer, &issuers, &app.clock.now().rfc3339()).await {
        Found::Good(answer) => return accept(app, id, waiting, signer, (container, Some(answer))).await,
        Found::Revoked(answer) => {
            let mut end = failed(attempt, REVOKED);
            end.extras.push(Extra::Revocation { attempt, answer, at: app.clock.now().0 });
            return settle(app, id, end).await;
        }
        Found::Nothing { what, may_come } => (what, may_come),
    };
    incident(&format!("revocation: {what}"));
    let waited = app.clock.now().0 - since;
    if revocations.is_required() {
        if !may_come || is_long_over(app, whole, attempt) {
            return settle(app, id, failed(attempt, NO_ANSWER)).await;
        }
        return Ok(Outcome::Again(waited.clamp(PAUSES.0, PAUSES.1)));
    }
    if !may_come || waited >= PATIENCE {
        incident("revocation: no answer could be had, the signature counts without");
        return accept(app, id, waiting, signer, (container, None)).await;
    }
    Ok(Outcome::Again(waited.clamp(PAUSES.0, PAUSES.1).min(PATIENCE - waited)))
}
