//! Giving money back, which does not count or of which the office has decided so: the request is written down, made, and asked about until
//! the provider says that the money is back. What it does not give back is a person's to return at the provider; we go on asking whether that was done.

use dossier::{Event, Order};

use super::{Outcome, pause};
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{Whole, advance, load};
use crate::error::{Answer, Error, incident};
use crate::payment::{GiveBack, Return, returned_patiently};
use crate::secret;

/// After this the money should have arrived: fifteen days, the longest that banks name.
const ARRIVAL_SECONDS: i64 = 15 * DAY;
const DAY: i64 = 24 * 3600;
/// Between two questions while the bank works.
const UNDERWAY_SECONDS: i64 = 3600;
/// Our code for a request that the provider never took.
const UNANSWERED: &str = "unanswered";

pub(super) async fn give_back(app: &App, id: &str, order: &str, tries: u32) -> Answer<Outcome> {
    let now = app.clock.now();
    let whole = written_down(app, id, order, now).await?;
    let Some(known) = find(&whole, order).filter(|known| known.outcome.owed_back().is_some()) else {
        return Ok(Outcome::Done);
    };
    let told = match ask(app, known, now).await? {
        Ok(told) => told,
        Err(what) => {
            incident(&format!("payment: {what}"));
            return unanswered(app, id, known, now, tries).await;
        }
    };
    let own = order.to_owned();
    match (told, &known.outcome) {
        (Return::Done, _) => {
            let back = Event::PaymentRefunded { order: own, at: now.rfc3339() };
            advance(app, id, |_| Ok(back.clone().into())).await?;
            Ok(Outcome::Done)
        }
        (Return::Refused { code }, dossier::Outcome::RefundAsked { .. }) => {
            incident(&format!("payment: order {order} is not given back ({code}): return it by hand"));
            let refused = Event::RefundRefused { order: own, code };
            advance(app, id, |_| Ok(refused.clone().into())).await?;
            Ok(Outcome::Again(DAY))
        }
        (_, dossier::Outcome::RefundRefused { code, .. }) => {
            incident(&format!("payment: order {order} is still to be returned by hand ({code})"));
            Ok(Outcome::Again(DAY))
        }
        (_, dossier::Outcome::RefundAsked { until, .. }) if *until <= now.rfc3339() => {
            incident(&format!("payment: the refund of order {order} has not arrived"));
            Ok(Outcome::Again(DAY))
        }
        _ => Ok(Outcome::Again(UNDERWAY_SECONDS)),
    }
}

/// Nobody said what has become of a request: it is made again, but a citizen does not wait for ever for what no provider takes.
async fn unanswered(app: &App, id: &str, known: &Order, now: Moment, tries: u32) -> Answer<Outcome> {
    match &known.outcome {
        dossier::Outcome::RefundAsked { until, .. } if *until <= now.rfc3339() => {
            let refused = Event::RefundRefused { order: known.order.clone(), code: UNANSWERED.to_owned() };
            advance(app, id, |_| Ok(refused.clone().into())).await?;
            Ok(Outcome::Again(DAY))
        }
        dossier::Outcome::RefundRefused { .. } => Ok(Outcome::Again(DAY)),
        _ => Ok(Outcome::Again(pause(tries))),
    }
}

/// The dossier once the request has its name: written before anybody is asked, so that it is the same after a crash.
async fn written_down(app: &App, id: &str, order: &str, now: Moment) -> Answer<Whole> {
    let whole = load(app, id).await?;
    let is_new =
        find(&whole, order).is_some_and(|known| matches!(known.outcome, dossier::Outcome::Surplus { .. }));
    if !is_new {
        return Ok(whole);
    }
    let asked = Event::RefundAsked {
        order: order.to_owned(),
        request: secret::handle().ok_or_else(Error::no_randomness)?,
        until: now.plus(ARRIVAL_SECONDS).rfc3339(),
    };
    advance(app, id, |_| Ok(asked.clone().into())).await
}

/// What became of the money, asking for it when nobody has yet.
async fn ask(app: &App, known: &Order, now: Moment) -> Answer<Result<Return, String>> {
    // What the office gives back was paid with another order.
    let wanted = known.refund_of.as_ref().map_or(&known.order, |of| &of.order).clone();
    let record = app.store(move |store| store.order(&wanted)).await?;
    let record = record.ok_or_else(|| Error::Internal("an order that was never stored".to_owned()))?;
    let provider = app.payments.of(&record.provider)?;
    let told = returned_patiently(provider, &record, known.taken(), now).await;
    Ok(match (told, &known.outcome) {
        (Ok(Return::NotAsked), dossier::Outcome::RefundAsked { transaction, request, .. }) => {
            let is_part = known.refund_of.is_some() && known.amount < record.amount;
            let wanted = GiveBack { request, amount: known.taken(), is_part, transaction };
            provider.give_back(&record, wanted, now).await
        }
        (told, _) => told,
    })
}

fn find<'a>(whole: &'a Whole, order: &str) -> Option<&'a Order> {
    whole.record.state.orders.iter().find(|known| known.order == order)
}
