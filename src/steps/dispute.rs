//! "My money has left": of an order that is over, and by a transfer. The provider is asked at once; what the citizen says is kept, and decides
//! nothing.

use contract::{AskPayment, Attempt, DossierView};
use dossier::{Order, Outcome, Payment};
use leptos::prelude::*;

use super::{
    command::key,
    open::{OpenDossier, Opened},
    poll::poll,
    press::Press,
};
use crate::{
    i18n::{t, use_locale},
    standing::disputes::view_disputes,
    ui::{Details, Look, live, use_announcer},
};

/// Asks the provider about an order that the citizen says to have paid.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    pub press: Press,
    /// Whether they had said so before: on a page that was closed, or on another device.
    was_claimed: bool,
    /// How often the provider was asked here, and answered.
    asked: RwSignal<u32>,
}

impl Asking {
    pub fn about(open: OpenDossier, opened: &Opened, attempt: u32) -> Self {
        let view = opened.view;
        let was_claimed = view.with_untracked(|view| {
            view.state.orders.iter().any(|order| order.attempt == attempt && order.claimed_at.is_some())
        });
        let asked = RwSignal::new(0);
        let press = Press::new(move || {
            let key = view.with_untracked(|view| key(view, "ask-pay", view.state.version));
            Box::pin(async move {
                open.order::<AskPayment>(&Attempt { attempt }, key).await?;
                _ = asked.try_update(|asked| *asked += 1);
                Ok(())
            })
        });
        Self { press, was_claimed, asked }
    }

    /// Whether they have said so, here or before; tracked.
    pub fn has_asked(self) -> bool {
        self.asked.get() > 0 || self.was_claimed
    }
}

/// The order that has just come to nothing, when the screen says so.
fn ended(view: &DossierView, due: Option<u32>) -> Option<&Order> {
    let Some(Payment::Failed { attempt, code, .. }) = view.state.payment_of(due) else { return None };
    let order = view.state.orders.iter().find(|order| order.attempt == *attempt)?;
    // Nobody can have paid where no page to pay ever opened.
    (code != "unopened" && matches!(order.outcome, Outcome::Abandoned | Outcome::Failed)).then_some(order)
}

/// Below how the last order ended: what to do when its money has left all the same.
pub(super) fn dispute(open: OpenDossier, opened: &Opened, due: Option<u32>) -> Option<AnyView> {
    let (say, view) = (use_locale(), opened.view);
    let order = view.with_untracked(|view| ended(view, due).cloned())?;
    // Its money may come while this is read; then the page goes on by itself.
    if order.outcome == Outcome::Abandoned || order.is_disputed() {
        poll(open);
    }
    let Asking { press, asked, .. } = Asking::about(open, opened, order.attempt);
    let at = Memo::new(move |_| view.with(|view| ended(view, due)?.claimed_at.clone()));
    let label = Signal::derive(move || {
        say.text(if at.with(Option::is_some) { "dispute.again" } else { "dispute.go" })
    });
    let is_open = Signal::stored(order.is_disputed());
    let told = live(move || {
        let claimed_at = Some(at.get()?);
        view_disputes(&[Order { claimed_at, ..order.clone() }], true)
    });
    // Said aloud as well: on the screen nothing else changes.
    let announcer = use_announcer();
    Effect::watch(move || asked.get(), move |_, _, _| announcer.say(say.text("dispute.asked")), false);
    let again = live(move || (asked.get() > 0).then(|| view! { <p>{t("dispute.asked")}</p> }));
    let view = view! {
        <Details summary=t("dispute.ask") open=is_open>
            <p>{t("dispute.ask.body")}</p>
            {told}
            {again}
            {press.trouble()}
            <div class="cd-actions">{press.button(label, Look::Quiet)}</div>
        </Details>
    };
    Some(view.into_any())
}
