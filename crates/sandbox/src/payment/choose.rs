//! What the payer did: pays, cancels, fails, closes the page; and what the gateway does about it, in which order.

use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{notice, page};
use crate::{outbox, world::World};

/// A notification that comes late comes after ten minutes, or when it is asked for.
const LATE: i64 = 600;

/// What is paid too much when another amount is paid, in hundredths of a đồng.
const TOO_MUCH: u64 = 200_000;

/// A choice on the pay page.
#[derive(Deserialize)]
pub struct Choice {
    order: String,
    #[serde(rename = "choice")]
    way: Way,
    code: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Way {
    /// Paid; notification, then return.
    Pay,
    /// Cancelled, 24.
    Cancel,
    /// Failed with a chosen code.
    Fail,
    /// Paid; notification, no return.
    Close,
    /// Paid; return, the notification much later.
    Late,
    /// Paid; the notification comes twice.
    Twice,
    /// Paid, but 2,000 đồng more than the order says.
    Other,
    /// On to the bank, which takes its time: nothing has ended yet.
    Bank,
    /// Money taken, suspect, 07.
    Suspect,
}

/// `POST`: the choice. The first one counts; an order that is over stays as it is.
pub async fn choose(State(world): State<World>, Form(choice): Form<Choice>) -> Response {
    let code = match choice.way {
        Way::Pay | Way::Close | Way::Late | Way::Twice | Way::Other => "00",
        Way::Bank => return wait(&world, &choice.order),
        Way::Cancel => "24",
        Way::Suspect => "07",
        Way::Fail => match page::FAILURES.iter().find(|(code, _)| Some(*code) == choice.code.as_deref()) {
            Some((code, _)) => code,
            None => return page::error("Mã lỗi không có", "03", StatusCode::BAD_REQUEST).into_response(),
        },
    };
    let settled = world.change(|ledger, now| {
        let payment = &mut ledger.payment;
        let key = payment.by_token(&choice.order).map(|(key, _)| key.clone())?;
        payment.expire(&key, now);
        let is_first = payment.settle(&key, code, now);
        if let Some(order) = payment.orders.get_mut(&key).filter(|_| is_first && choice.way == Way::Other) {
            order.taken = Some(order.amount + TOO_MUCH);
        }
        if is_first {
            let at = now.unix_timestamp();
            payment.notify(&key, if choice.way == Way::Late { at + LATE } else { at });
            if choice.way == Way::Twice {
                payment.notify(&key, at);
            }
        }
        payment.orders.get(&key).map(|order| (order.clone(), is_first))
    });
    let (order, is_first) = match settled {
        Ok(Some(found)) => found,
        Ok(None) => return unknown(),
        Err(problem) => return problem.into_response(),
    };
    outbox::send_due(&world).await;
    if is_first && choice.way == Way::Close {
        return page::closed().into_response();
    }
    match notice::return_url(&world, &order) {
        Some(url) => Redirect::to(&url).into_response(),
        None => page::ended(&world, &order).into_response(),
    }
}

/// The payer is at the bank from now on; every other choice is still open.
fn wait(world: &World, token: &str) -> Response {
    let sent = world.change(|ledger, now| {
        let payment = &mut ledger.payment;
        let key = payment.by_token(token).map(|(key, _)| key.clone())?;
        payment.expire(&key, now);
        let order = payment.orders.get_mut(&key)?;
        order.is_at_bank = true;
        Some(order.clone())
    });
    match sent {
        Ok(Some(order)) if order.outcome.is_some() => page::ended(world, &order).into_response(),
        Ok(Some(order)) => page::open(world, &order).into_response(),
        Ok(None) => unknown(),
        Err(problem) => problem.into_response(),
    }
}

fn unknown() -> Response {
    page::error("Không có giao dịch này", "91", StatusCode::NOT_FOUND).into_response()
}
