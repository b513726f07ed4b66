//! What the payer did: pays, cancels, closes the page, waits at the bank; and what the platform tells its partner about it, and when.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{confirm, page};
use crate::{
    outbox::{self, Due},
    world::World,
};

/// A confirmation that comes late comes after ten minutes, or when it is asked for.
const LATE: i64 = 600;
/// What is paid too much when another amount is paid, in đồng.
const TOO_MUCH: u64 = 2_000;

/// A choice on the page.
#[derive(Deserialize)]
pub struct Choice {
    order: String,
    #[serde(rename = "choice")]
    way: Way,
    #[serde(default)]
    bank: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Way {
    /// Paid; confirmation, then return.
    Pay,
    /// Cancelled.
    Cancel,
    /// Paid; confirmation, no return.
    Close,
    /// Paid; return, the confirmation much later.
    Late,
    /// Paid; return, and no confirmation ever.
    Silent,
    /// Paid; the confirmation comes twice.
    Twice,
    /// Paid, but 2,000 đồng more than was asked for.
    Other,
    /// The bank does not say: nobody knows how it ends, and every other way stays open.
    Bank,
}

/// `POST`: the choice. The first end counts; an order that is over stays as it is.
pub async fn choose(State(world): State<World>, Form(choice): Form<Choice>) -> Response {
    let way = choice.way;
    let bank = page::BANKS.iter().find(|(code, _)| *code == choice.bank).map_or("NHTN", |(code, _)| *code);
    let settled = world.change(|ledger, now| {
        let national = &mut ledger.national;
        let reference = national.by_token(&choice.order)?.reference.clone();
        national.expire(&reference, now);
        let is_first = way != Way::Bank && national.settle(&reference, way != Way::Cancel, bank, now);
        let order = national.orders.get_mut(&reference)?;
        order.is_at_bank |= way == Way::Bank;
        if is_first {
            let at = now.unix_timestamp();
            order.taken = (way == Way::Other).then_some(order.amount + TOO_MUCH);
            let dues: &[i64] = match way {
                Way::Silent => &[],
                Way::Late => &[at + LATE],
                Way::Twice => &[at, at],
                _ => &[at],
            };
            order.queue.extend(dues.iter().map(|at| Due::at(*at)));
        }
        Some((order.clone(), is_first))
    });
    let (order, is_first) = match settled {
        Ok(Some(found)) => found,
        Ok(None) => return page::unknown().into_response(),
        Err(problem) => return problem.into_response(),
    };
    if order.outcome.is_none() {
        return page::open(&world, &order).into_response();
    }
    outbox::send_due(&world).await;
    if is_first && way == Way::Close {
        return page::closed().into_response();
    }
    match confirm::return_url(&world, &order) {
        Some(url) => Redirect::to(&url).into_response(),
        None => page::ended(&world, &order).into_response(),
    }
}
