//! What the office gives back of money that it has: the officer's decision about a payment, with the law, and the part of the officer's
//! page about it. The portal returns the money where it was paid.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    Dossier, Event,
    officer::{Refused, pushed},
    page::{self, table},
    receipts::Known,
};
use crate::{
    clock,
    html::{Element, el, say},
    page::{button, dong, form, hidden, labelled},
    world::World,
};

/// A decision, as it travels.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decision {
    id: String,
    transaction: String,
    amount: u64,
    basis: String,
}

/// What the officer filled in.
#[derive(Deserialize)]
pub struct Act {
    transaction: String,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    basis: String,
}

/// `POST /desk/dossiers/{code}/refunds`.
pub async fn act(State(world): State<World>, Path(code): Path<String>, Form(act): Form<Act>) -> Response {
    let decided = world.change(|ledger, now| {
        ledger.desk.dossiers.get_mut(&code).map(|dossier| dossier.give_back(&act, now))
    });
    match decided {
        Ok(Some(Ok(()))) => pushed(&world, &code).await,
        Ok(Some(Err(refused))) => page::refused(&code, refused).into_response(),
        Ok(None) => page::unknown().into_response(),
        Err(problem) => problem.into_response(),
    }
}

impl Dossier {
    fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.events.iter().filter_map(|event| event.refund.as_ref())
    }

    /// The payments of which nothing was given back yet.
    fn untouched(&self) -> Vec<Known> {
        let is_decided = |number: &str| self.decisions().any(|decision| decision.transaction == number);
        self.payments().into_iter().filter(|payment| !is_decided(&payment.transaction)).collect()
    }

    fn give_back(&mut self, act: &Act, now: OffsetDateTime) -> Result<(), Refused> {
        let payments = self.untouched();
        let payment = payments.iter().find(|payment| payment.transaction == act.transaction);
        let payment = payment.ok_or(Refused::Refund)?;
        let amount = act.amount.trim().replace('.', "").parse().map_err(|_| Refused::Refund)?;
        let basis = act.basis.trim().to_owned();
        if basis.is_empty() || !(1..=payment.amount).contains(&amount) {
            return Err(Refused::Refund);
        }
        let id = format!("{}.HP{}", self.code, self.decisions().count() + 1);
        let refund = Some(Decision { id, transaction: act.transaction.clone(), amount, basis });
        self.events.push(Event {
            sequence: self.events.last().map_or(1, |event| event.sequence + 1),
            status: self.status(),
            at: clock::rfc3339(now),
            actor: "Cán bộ một cửa".to_owned(),
            refund,
            ..Event::default()
        });
        Ok(())
    }
}

/// What was given back, and for each other payment the form that decides.
pub fn section(dossier: &Dossier) -> Vec<Element> {
    let mut shown = Vec::new();
    if dossier.decisions().next().is_some() {
        let rows = dossier.decisions().map(|decision| {
            el("tr")
                .child(say("th", &decision.id).attr("scope", "row"))
                .child(say("td", &decision.transaction))
                .child(say("td", dong(decision.amount)))
                .child(say("td", &decision.basis))
        });
        let heads = ["Quyết định", "Giao dịch", "Hoàn", "Căn cứ pháp lý"];
        shown.push(table("Các quyết định hoàn phí, lệ phí", heads, rows));
    }
    let untouched = dossier.untouched();
    if shown.is_empty() && untouched.is_empty() {
        shown.push(say("p", "Chưa có khoản nào được nộp để hoàn."));
    }
    shown.extend(untouched.iter().map(|payment| deciding(dossier, payment)));
    shown
}

fn deciding(dossier: &Dossier, payment: &Known) -> Element {
    let (number, paid) = (&payment.transaction, dong(payment.amount));
    let amount = el("input").attr("name", "amount").attr("inputmode", "numeric").attr("maxlength", "15");
    let basis = el("input").attr("name", "basis").attr("maxlength", "200");
    let form = form(format!("/desk/dossiers/{}/refunds", dossier.code))
        .child(hidden("transaction", number))
        .child(labelled(&format!("refund-{number}"), "Số tiền hoàn (đồng)", amount.flag("required", true)))
        .child(labelled(&format!("basis-{number}"), "Căn cứ pháp lý để hoàn", basis.flag("required", true)))
        .child(button("decide", "1", "Quyết định hoàn"));
    el("div").class("card").child(say("p", format!("{paid}, giao dịch {number}"))).child(form)
}
