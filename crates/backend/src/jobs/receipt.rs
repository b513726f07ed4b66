//! Asking for the receipt of a payment until it is issued, and for a month whether it still is good: a push may be lost.

use super::{Outcome, pause};
use crate::app::App;
use crate::clock::Moment;
use crate::dossiers::load;
use crate::error::Answer;
use crate::receipts::{Standing, paid_at, refresh};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// A receipt is asked about for so long after the payment.
const FOLLOWED_SECONDS: i64 = 30 * DAY;
/// After so many questions without a receipt it is issued by hand, and a person's hours are waited for.
const QUICK_TRIES: u32 = 20;

pub(super) async fn ask(app: &App, id: &str, order: &str, tries: u32) -> Answer<Outcome> {
    match refresh(app, id, order).await? {
        Standing::NotDue => Ok(Outcome::Done),
        Standing::Waiting if tries < QUICK_TRIES => Ok(Outcome::Again(pause(tries))),
        Standing::Waiting => Ok(Outcome::Again(HOUR)),
        Standing::Issued => {
            let whole = load(app, id).await?;
            let paid = paid_at(&whole.record.state, order).and_then(Moment::parse);
            let is_followed = paid.is_some_and(|paid| app.clock.now().0 < paid.plus(FOLLOWED_SECONDS).0);
            Ok(if is_followed { Outcome::Again(DAY) } else { Outcome::Done })
        }
    }
}
