//! Paying: what is owed, the way to the provider, and what is known of an order. The outcome is only ever the backend's
//! word; coming back from the provider proves nothing.

use contract::{CancelPayment, DossierView, PaymentChoice, StartPayment};

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
    transfer::{Asked, transfer},
    wysiwys::Proof,
};
use crate::{
    api::ApiError,
    browser::page,
    i18n::{t, use_locale},
    remote::view_trouble,
    standing::refunds::view_refunds,
    ui::{Button, CollectAny, Heading, Look, Notice, Spinner, Tone},
};

/// The short name of bank transfers; every other provider has a page of its own.
const TRANSFER: &str = "vietqr";
/// The short name of the national payment platform.
const NATIONAL: &str = "national";

/// Giving an order up: the command, the name of its key, its label.
pub(super) const CANCEL: (Command, &str, &str) = (Command::CancelPayment, "cancel-pay", "step.pay.cancel");

/// What is on screen.
#[derive(Clone, PartialEq)]
pub(super) enum Shown {
    Owed { amount: u64, failed: Option<String>, providers: Vec<String> },
    Pending { attempt: u32, amount: u64 },
    Transfer(Asked),
    Suspect { amount: u64, order: String },
    Done,
}

pub(super) fn shown(view: &DossierView, due: Option<u32>) -> Shown {
    let paying = view.paying(due);
    let providers = || paying.map(|paying| paying.providers.clone()).unwrap_or_default();
    match view.state.payment_of(due) {
        Some(Payment::Quoted { amount }) => {
            Shown::Owed { amount: *amount, failed: None, providers: providers() }
        }
        Some(Payment::Failed { amount, code, .. }) => {
            Shown::Owed { amount: *amount, failed: Some(code.clone()), providers: providers() }
        }
        Some(Payment::Pending { attempt, amount, order, expires_at }) => {
            match paying.and_then(|paying| paying.transfer.clone()) {
                Some(text) => Shown::Transfer(Asked {
                    due,
                    text,
                    attempt: *attempt,
                    amount: *amount,
                    order: order.clone(),
                    expires_at: expires_at.clone(),
                }),
                None => Shown::Pending { attempt: *attempt, amount: *amount },
            }
        }
        Some(Payment::Suspect { amount, order, .. }) => {
            Shown::Suspect { amount: *amount, order: order.clone() }
        }
        Some(Payment::Paid { .. } | Payment::NotRequired | Payment::Waived { .. }) | None => Shown::Done,
    }
}

/// The payment step.
pub fn pay(open: OpenDossier, opened: &Opened) -> AnyView {
    let opened = opened.clone();
    let view = opened.view;
    let proof = proof(&opened);
    let shown = Memo::new(move |_| view.with(|view| shown(view, None)));
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
            Shown::Owed { amount, failed, providers } => {
                let proof = proof.get_untracked().and_then(Result::ok);
                owed(open, &opened, proof.as_ref(), amount, failed.as_deref(), providers)
            }
            Shown::Transfer(asked) => transfer(open, &opened, asked),
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

/// The order and the ways to pay it.
fn owed(
    open: OpenDossier,
    opened: &Opened,
    proof: Option<&Proof>,
    amount: u64,
    failed: Option<&str>,
    providers: Vec<String>,
) -> AnyView {
    let note = failed.map(|code| failure(code, &providers));
    let kept = opened.clone();
    let ways = move || {
        let thaw = thaw_button(open, &kept);
        view! { {ways(open, &kept, &providers, None)} <div class="cd-actions">{thaw}</div> }.into_any()
    };
    // Nobody pays for what carries a signature that is not theirs.
    let ways = match proof {
        Some(proof) => gate(open, opened, proof, ways),
        None => ways(),
    };
    view! {
        <Heading text=t("step.pay.title") kicker=title(opened)/>
        {note}
        {fee_lines(opened)}
        {total(amount)}
        {ways}
    }
    .into_any()
}

/// Each way to pay with what happens on it; to be chosen only when there are several.
pub(super) fn ways(open: OpenDossier, opened: &Opened, providers: &[String], due: Option<u32>) -> AnyView {
    let way = |(place, provider): (usize, &String)| {
        let [body, due_body, label] = match provider.as_str() {
            TRANSFER => ["step.transfer.body", "step.transfer.due.body", "step.transfer.go"],
            NATIONAL => ["step.national.body", "step.national.due.body", "step.national.go"],
            _ => ["step.pay.body", "step.pay.due.body", "step.pay.go"],
        };
        let body = if due.is_some() { due_body } else { body };
        let look = if place == 0 { Look::Main } else { Look::Quiet };
        let button = leave(open, opened, label, provider.clone(), due, look);
        view! { <div class="cd-pay__way"><p>{t(body)}</p>{button}</div> }.into_any()
    };
    let ways = providers.iter().enumerate().map(way).collect_any();
    let heading = (providers.len() > 1).then(|| view! { <h2>{t("step.pay.ways")}</h2> });
    view! { <div class="cd-pay__ways">{heading} {ways}</div> }.into_any()
}

/// The service, above the heading.
fn title(opened: &Opened) -> Signal<String> {
    Signal::stored(opened.view.with_untracked(|view| view.title.clone()))
}

/// The provider's answer in words, with a next step that is safe.
pub(super) fn failure(code: &str, providers: &[String]) -> AnyView {
    let is_transfer = providers.first().is_some_and(|first| first == TRANSFER);
    // Its code may be on a phone: only that order can be taken up again, until it is over.
    if is_transfer && code == "cancelled" {
        return say_failed(t("step.transfer.cancelled"));
    }
    let say = use_locale();
    let known = ["step.pay.code.", code].concat();
    let key = if say.has(&known) { known } else { "step.pay.code.other".to_owned() };
    let code = code.to_owned();
    say_failed(live(move || say.fill(&key, &[("code", &code)])))
}

fn say_failed(body: impl IntoAny) -> AnyView {
    let body = body.into_any();
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
    let provider = opened.view.with_untracked(|view| {
        view.paying(due).and_then(|paying| paying.providers.first().cloned()).unwrap_or_default()
    });
    // Nothing leads back to a code whose time is over.
    let is_transfer = provider == TRANSFER;
    let body = match due {
        _ if is_transfer => "step.transfer.over",
        Some(_) => "step.pay.due.pending",
        None => "step.pay.pending.body",
    };
    let resume = (!is_transfer).then(|| leave(open, opened, "step.pay.resume", provider, due, Look::Main));
    view! {
        <Heading text=t("step.pay.pending")/>
        <Spinner label=t("step.pay.asking")/>
        <p>{t(body)}</p>
        {total(amount)}
        <div class="cd-actions">{resume} {cancel::<CancelPayment>(open, opened, CANCEL, attempt)}</div>
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

pub(super) fn total(amount: u64) -> AnyView {
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

/// Asks for an order with this provider (or the one that is open), for the fee that the office has asked for under this number, or for that
/// of filing. A gateway is gone to by a full navigation; a transfer is shown here.
fn leave(
    open: OpenDossier,
    opened: &Opened,
    label: &'static str,
    provider: String,
    due: Option<u32>,
    look: Look,
) -> AnyView {
    let view = opened.view;
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    until_online(trouble, is_offline);
    let on_press = Callback::new(move |()| {
        is_busy.set(true);
        trouble.set(None);
        let provider = provider.clone();
        spawn_local(async move {
            let number = due.map(|due| due.to_string()).unwrap_or_default();
            let name = ["pay-", &provider, &number].concat();
            let key = view.with_untracked(|view| key(view, &name, view.state.version));
            let choice = PaymentChoice { due, provider: Some(provider) };
            match open.api().send::<StartPayment>(&[&open.id()], &choice, Some(key)).await {
                Ok(order) => match order.redirect_url {
                    // The button stays busy: the page is being left.
                    Some(url) => page::assign(&url),
                    None => open.put(order.dossier),
                },
                Err(error) => {
                    open.look_again(&error).await;
                    // An order that came to no page is over, and the backend knows it.
                    if matches!(error, ApiError::Unavailable { provider: Some(_), .. }) {
                        _ = open.refresh().await;
                    }
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
            <Button label=t(label) on_press=on_press busy=is_busy look=look/>
        </Shown>
    }
    .into_any()
}
