//! Paying: what is owed, the way to the provider, and what is known of an order. The outcome is only ever the backend's
//! word; coming back from the provider proves nothing.

use contract::{CancelPayment, PaymentChoice, StartPayment};

use crate::ui::{Shown, live};
use dossier::{Command, Payment, due_commands};
use leptos::{prelude::*, task::spawn_local};

use super::{
    check::{proof, refusal},
    command::{allows, cancel, is_offline, key, until_online},
    fee::fee_lines,
    open::{OpenDossier, Opened},
    poll::poll,
    signed::gate,
    submit::onward,
    thaw::thaw_button,
    wysiwys::Proof,
};
use crate::{
    api::ApiError,
    browser::page,
    i18n::{t, use_locale},
    remote::view_trouble,
    standing::refunds::view_refunds,
    ui::{Button, Heading, Notice, Spinner, Tone},
};

/// Giving an order up: the command, the name of its key, its label.
const CANCEL: (Command, &str, &str) = (Command::CancelPayment, "cancel-pay", "step.pay.cancel");

/// What is on screen.
#[derive(Clone, PartialEq)]
pub(super) enum Shown {
    Owed { amount: u64, failed: Option<String> },
    Pending { attempt: u32, amount: u64 },
    Suspect { amount: u64, order: String },
    Done,
}

pub(super) fn shown(payment: &Payment) -> Shown {
    match payment {
        Payment::Quoted { amount } => Shown::Owed { amount: *amount, failed: None },
        Payment::Failed { amount, code, .. } => Shown::Owed { amount: *amount, failed: Some(code.clone()) },
        Payment::Pending { attempt, amount, .. } => Shown::Pending { attempt: *attempt, amount: *amount },
        Payment::Suspect { amount, order, .. } => Shown::Suspect { amount: *amount, order: order.clone() },
        Payment::Paid { .. } | Payment::NotRequired | Payment::Waived { .. } => Shown::Done,
    }
}

/// The payment step.
pub fn pay(open: OpenDossier, opened: &Opened) -> AnyView {
    let opened = opened.clone();
    let view = opened.view;
    let proof = proof(&opened);
    let shown = Memo::new(move |_| view.with(|view| shown(&view.state.payment)));
    let inside = live(move || {
        if let Some(Err(broken)) = proof.get() {
            return view! {
                <Heading text=t("step.pay.title")/>
                {refusal(broken)}
                <div class="cd-actions">{thaw_button(open, &opened)}</div>
            }
            .into_any();
        }
        match shown.get() {
            Shown::Owed { amount, failed } => {
                let proof = proof.get_untracked().and_then(Result::ok);
                owed(open, &opened, proof.as_ref(), amount, failed.as_deref())
            }
            Shown::Pending { attempt, amount } => pending(open, &opened, attempt, amount, None),
            Shown::Suspect { amount, order } => suspect(open, amount, order, "step.pay.suspect.body"),
            Shown::Done => onward(open, &opened, "step.pay.done", "step.pay.onward"),
        }
    });
    let refunds = Memo::new(move |_| view.with(|view| view.state.orders.clone()));
    let refunds = live(move || {
        refunds.track();
        view.with_untracked(|view| view_refunds(&view.state))
    });
    view! { <div class="cd-pay">{inside} {refunds}</div> }.into_any()
}

/// The order and the button that leaves for the provider.
fn owed(
    open: OpenDossier,
    opened: &Opened,
    proof: Option<&Proof>,
    amount: u64,
    failed: Option<&str>,
) -> AnyView {
    let note = failed.map(failure);
    let kept = opened.clone();
    let ways = move || {
        view! { <div class="cd-actions">{leave(open, &kept, "step.pay.go", None)} {thaw_button(open, &kept)}</div> }
            .into_any()
    };
    // Nobody pays for what carries a signature that is not theirs.
    let ways = match proof {
        Some(proof) => gate(open, opened, proof, ways),
        None => ways(),
    };
    view! {
        <Heading text=t("step.pay.title") kicker=title(opened)/>
        {note}
        <p>{t("step.pay.body")}</p>
        {fee_lines(opened)}
        {total(amount)}
        {ways}
    }
    .into_any()
}

/// The service, above the heading.
fn title(opened: &Opened) -> Signal<String> {
    Signal::stored(opened.view.with_untracked(|view| view.title.clone()))
}

/// The provider's answer in words, with a next step that is safe.
pub(super) fn failure(code: &str) -> AnyView {
    let say = use_locale();
    let known = ["step.pay.code.", code].concat();
    let key = if say.has(&known) { known } else { "step.pay.code.other".to_owned() };
    let code = code.to_owned();
    let body = live(move || say.fill(&key, &[("code", &code)]));
    view! { <Notice tone=Tone::Turn title=t("step.pay.failed") is_alert=true><p>{body}</p></Notice> }
        .into_any()
}

/// An order is open: perhaps the citizen came back, perhaps the news is late. We ask; they may go back or give it up.
pub(super) fn pending(
    open: OpenDossier,
    opened: &Opened,
    attempt: u32,
    amount: u64,
    due: Option<u32>,
) -> AnyView {
    poll(open);
    let body = if due.is_some() { "step.pay.due.pending" } else { "step.pay.pending.body" };
    view! {
        <Heading text=t("step.pay.pending")/>
        <Spinner label=t("step.pay.asking")/>
        <p>{t(body)}</p>
        {total(amount)}
        <div class="cd-actions">{leave(open, opened, "step.pay.resume", due)} {cancel::<CancelPayment>(open, opened, CANCEL, attempt)}</div>
    }
    .into_any()
}

/// Money may have moved: paying again is not offered.
pub(super) fn suspect(open: OpenDossier, amount: u64, order: String, body: &'static str) -> AnyView {
    let say = use_locale();
    poll(open);
    view! {
        <Heading text=t("step.pay.suspect")/>
        <Notice tone=Tone::Stop title=t("step.pay.suspect.again") is_alert=true>
            <p>{t(body)}</p>
            <p>{live(move || say.fill("step.pay.order", &[("order", &order)]))}</p>
        </Notice>
        <Spinner label=t("step.pay.asking")/>
        {total(amount)}
    }
    .into_any()
}

fn total(amount: u64) -> AnyView {
    let say = use_locale();
    view! {
        <p class="cd-pay__total"><span>{t("step.fee.total")}</span> <b>{live(move || say.money(amount))}</b></p>
    }
    .into_any()
}

/// The order that is open has expired, and the provider has not said yet that it took nothing.
fn is_lapsing(error: &ApiError) -> bool {
    matches!(error, ApiError::Conflict { refused: Some(why), .. } if why == "payment_open")
}

fn lapsing() -> AnyView {
    view! { <Notice tone=Tone::Turn title=t("step.pay.lapsing") is_alert=true><p>{t("step.pay.lapsing.body")}</p></Notice> }
        .into_any()
}

/// Asks for the order (or the one that is open) and leaves by a full navigation: for the fee that the office has asked for under this
/// number, or for that of filing.
pub(super) fn leave(open: OpenDossier, opened: &Opened, label: &'static str, due: Option<u32>) -> AnyView {
    let view = opened.view;
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    until_online(trouble, is_offline);
    let on_press = Callback::new(move |()| {
        is_busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let name = due.map_or_else(|| "pay".to_owned(), |due| ["pay-", &due.to_string()].concat());
            let key = view.with_untracked(|view| key(view, &name, view.state.version));
            match open.api().send::<StartPayment>(&[&open.id()], &PaymentChoice { due }, Some(key)).await {
                // The button stays busy: the page is being left.
                Ok(order) => page::assign(&order.redirect_url),
                Err(error) => {
                    open.look_again(&error).await;
                    is_busy.try_set(false);
                    trouble.try_set(Some(error));
                }
            }
        });
    });
    let is_offered = Memo::new(move |_| {
        view.with(|view| {
            let is_own =
                due.is_none_or(|due| due_commands(&view.state, due).contains(&Command::StartPayment));
            is_own && allows(view, Command::StartPayment)
        })
    });
    view! {
        {live(move || trouble.get().map(|error| if is_lapsing(&error) { lapsing() } else { view_trouble(&error, false, on_press) }))}
        <Shown when=is_offered>
            <Button label=t(label) on_press=on_press busy=is_busy/>
        </Shown>
    }
    .into_any()
}
