//! Telling the one-stop desk that a fee which it asked for is paid, until it confirms that it knows.

use dossier::{Event, Payment};

use super::deliver::catch_up;
use super::{Outcome, pause};
use crate::app::App;
use crate::desk::{Known, Paid};
use crate::dossiers::{advance, load};
use crate::error::{Answer, incident};

pub(super) async fn payment(app: &App, id: &str, number: u32, tries: u32) -> Answer<Outcome> {
    let whole = load(app, id).await?;
    let state = &whole.record.state;
    let Some(due) = state.due(number).filter(|due| due.is_to_be_told()) else { return Ok(Outcome::Done) };
    let Payment::Paid { amount, transaction, at, .. } = &due.payment else { return Ok(Outcome::Done) };
    // The notice has overtaken the desk's answer to the hand-over.
    let Some(code) = state.filing.code() else { return Ok(Outcome::Again(pause(tries))) };
    let paid = Paid { notice: &due.notice.id, amount: *amount, transaction, at };
    match app.desk.paid(code, paid).await {
        Ok(Known::Since(at)) => {
            advance(app, id, |_| Ok(Event::PaymentTold { due: number, at: at.clone() }.into())).await?;
            Ok(Outcome::Done)
        }
        // The desk ended the notice before it knew: once its report is here, the money goes back.
        Ok(Known::Over) => {
            incident("desk: a notice was over when its payment was told");
            catch_up(app, id, code).await;
            Ok(Outcome::Again(pause(tries)))
        }
        Err(what) => {
            incident(&format!("desk: {what}"));
            Ok(Outcome::Again(pause(tries)))
        }
    }
}
