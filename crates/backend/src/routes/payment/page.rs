//! An order whose provider has to be asked for its page. The order is on record before anybody asks, so that whatever becomes of the answer,
//! the provider is asked about it; and nobody is led to a page that is not on record. An order that came to no page ends at once: nobody can
//! have paid it, and if money comes for it all the same, it counts or goes back like any that is late.

use dossier::{Event, resumable_order};

use super::{ORDER_SECONDS, Wish};
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::{Running, Step, Whole, advance, owned};
use crate::error::{Answer, Error};
use crate::payment::{Bill, Wanted};
use crate::store::{Extra, Way};

/// Our code for an order without a page.
const UNOPENED: &str = "unopened";

/// Leads to the page of the order that is open, or of a new one.
pub(super) async fn open(wish: &Wish<'_>, id: &str) -> Answer<String> {
    let (app, due) = (wish.app, wish.due);
    // Somebody else may be asking for it at this moment: two pages would be two orders.
    let _alone = Running::alone(app, format!("page {id} {due:?}"))?;
    let mut whole = owned(app, wish.citizen, id).await?;
    // Nobody asks any more: the backend has ended while it did.
    if let Some(left) = without_page(app, &whole, due) {
        whole = end(app, id, left).await?;
    }
    let (step, order) = wish.to_pay(&whole)?;
    if order.way != Way::None {
        return wish.lead(whole, step, order.way).await;
    }
    let bill = Bill::of(app, &whole, due)?;
    let whole = advance(app, id, |whole| wish.unless_paid(whole, &step)).await?;
    let created = Moment(order.created_at);
    let wanted = Wanted {
        order: &order.reference,
        dossier: id,
        amount: order.amount,
        language: &whole.record.language,
        created,
        expires: created.plus(ORDER_SECONDS),
    };
    match app.payments.of(&order.provider)?.page(&wanted, &bill).await {
        Ok(url) => {
            let page = Extra::Page { order: order.reference.clone(), url: url.clone() };
            let step = Step { events: Vec::new(), extras: vec![page] };
            wish.lead(whole, step, Way::Redirect(url)).await
        }
        Err(what) => {
            end(app, id, order.reference.clone()).await?;
            Err(Error::Provider("payment", what))
        }
    }
}

/// The open order, when its page is not known.
fn without_page(app: &App, whole: &Whole, due: Option<u32>) -> Option<String> {
    let open = resumable_order(&whole.record.state, due, &app.clock.now().rfc3339())?;
    let stored = whole.orders.iter().find(|stored| stored.reference == open.order)?;
    (stored.way == Way::None).then(|| open.order.clone())
}

async fn end(app: &App, id: &str, order: String) -> Answer<Whole> {
    let failed = Event::PaymentFailed { order, code: UNOPENED.to_owned() };
    advance(app, id, |_| Ok(failed.clone().into())).await
}
