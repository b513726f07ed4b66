//! Paying: what is owed, the way to the provider, and what is known of an order. The outcome is only ever the backend's
//! word; coming back from the provider proves nothing.

use contract::{CancelPayment, DossierView, PaymentChoice, StartPayment};

use crate::ui::{Shown, live};
use dossier::{Command, Payment, due_commands};
use leptos::{prelude::*, task::spawn_local};

use super::{
    check::{proof, refusal},
    command::{allows, cancel, is_offline, key, until_online},
    dispute::dispute,
    fee::{changed, fee_lines},
    open::{OpenDossier, Opened},
    pay_way::{
        CANCEL, NATIONAL, OtherChosen, TRANSFER, is_own, label, other_chosen, provide_other_chosen, provider,
    },
    poll::poll,
    press::question,
    signed::gate,
    submit::onward,
    thaw::thaw_button,
    transfer::{Asked, transfer},
    wysiwys::Proof,
};
use crate::{
    api::ApiError,
    browser::page,
    i18n::{Locale, t, use_locale},
    remote::view_trouble,
    route::Route,
    standing::{disputes::is_disputed, refunds::follow_refunds},
    ui::{Button, CollectAny, Heading, LinkButton, Look, Notice, Spinner, Tone},
};

/// What is on screen.
#[derive(Clone, PartialEq)]
pub(super) enum Shown {
    Owed { amount: u64, failed: Option<String>, providers: Vec<String> },
    Pending { attempt: u32, amount: u64 },
    Transfer(Asked),
    Suspect { amount: u64, order: String, since: String },
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
        Some(Payment::Suspect { amount, order, since, .. }) => {
            Shown::Suspect { amount: *amount, order: order.clone(), since: since.clone() }
        }
        Some(Payment::Paid { .. } | Payment::NotRequired | Payment::Waived { .. }) | None => Shown::Done,
    }
}

/// The payment step.
pub fn pay(open: OpenDossier, opened: &Opened) -> AnyView {
    provide_other_chosen();
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
            Shown::Suspect { amount, order, since } => {
                suspect(open, amount, (order, since), "step.pay.suspect.body")
            }
            Shown::Done => onward(open, &opened, "step.pay.done", "step.pay.onward"),
        }
    });
    view! { <div class="cd-pay">{inside} {follow_refunds(view)}</div> }.into_any()
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
    let disputed = failed.and_then(|_| dispute(open, opened, None));
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
        {disputed}
        {changed(opened, amount)}
        {fee_lines(opened)}
        {total(amount)}
        {ways}
    }
    .into_any()
}

/// Each way to pay with what happens on it; to be chosen only when there are several.
pub(super) fn ways(open: OpenDossier, opened: &Opened, providers: &[String], due: Option<u32>) -> AnyView {
    let way = |(place, provider): (usize, &String)| {
        let [body, due_body] = match provider.as_str() {
            TRANSFER => ["step.transfer.body", "step.transfer.due.body"],
            NATIONAL => ["step.national.body", "step.national.due.body"],
            _ => ["step.pay.body", "step.pay.due.body"],
        };
        let body = if due.is_some() { due_body } else { body };
        let look = if place == 0 { Look::Main } else { Look::Quiet };
        let button = leave(open, opened, label(provider), provider.clone(), due, look);
        view! { <div class="cd-pay__way"><p>{t(body)}</p>{button}</div> }.into_any()
    };
    let ways = providers.iter().enumerate().map(way).collect_any();
    let heading = (providers.len() > 1).then(|| view! { <h2>{t("step.pay.ways")}</h2> });
    // An order that was given up and may still take money keeps the other ways closed; of a code the notice above says so.
    let closed = opened
        .view
        .with_untracked(|view| view.paying(due).map(|paying| paying.closed.clone()).unwrap_or_default());
    let is_told = closed.is_empty() || providers.first().is_some_and(|first| first == TRANSFER);
    let say = use_locale();
    let kept = (!is_told).then(|| view! { <p>{live(move || kept(say, &closed))}</p> });
    view! { <div class="cd-pay__ways">{heading} {kept} {ways}</div> }.into_any()
}

/// Which ways cannot be chosen meanwhile, each by the words of its button, and why.
fn kept(say: Locale, closed: &[String]) -> String {
    let ways: Vec<String> = closed.iter().map(|name| say.text(label(name))).collect();
    say.fill("step.pay.kept", &[("ways", &ways.join("; "))])
}

/// The service, above the heading.
fn title(opened: &Opened) -> Signal<String> {
    Signal::stored(opened.view.with_untracked(|view| view.title.clone()))
}

/// The provider's answer in words, with a next step that is safe.
pub(super) fn failure(code: &str, providers: &[String]) -> AnyView {
    let is_transfer = providers.first().is_some_and(|first| first == TRANSFER);
    let say = use_locale();
    let (title, body) = words(code, is_transfer, |key| say.has(key));
    let code = code.to_owned();
    let body = live(move || say.fill(&body, &[("code", &code)]));
    view! { <Notice tone=Tone::Turn title=t(title) is_alert=true><p>{body}</p></Notice> }.into_any()
}

/// The keys of how an order of this code ended, and of what is to be done.
fn words(code: &str, is_transfer: bool, has: impl Fn(&str) -> bool) -> (&'static str, String) {
    // Money came: whoever reads that nothing succeeded would look for it.
    let title = if code == "amount" { "step.pay.failed.amount" } else { "step.pay.failed" };
    let known = ["step.pay.code.", code].concat();
    let body = match code {
        // Its code may be on a phone: only that order can be taken up again, until it is over.
        "cancelled" if is_transfer => "step.transfer.cancelled".to_owned(),
        _ if has(&known) => known,
        _ => "step.pay.code.other".to_owned(),
    };
    (title, body)
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
    let provider = provider(opened, due);
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
        {other_chosen(opened, due)}
        <Spinner label=t("step.pay.asking")/>
        <p>{t(body)}</p>
        {total(amount)}
        <div class="cd-actions">{resume} {cancel::<CancelPayment>(open, opened, CANCEL, attempt)}</div>
    }
    .into_any()
}

/// Money may have moved: paying again is not offered. The order comes with when the doubt arose, where that was kept.
pub(super) fn suspect(
    open: OpenDossier,
    amount: u64,
    (order, since): (String, String),
    body: &'static str,
) -> AnyView {
    let say = use_locale();
    poll(open);
    let since = (!since.is_empty()).then(|| {
        let text = live(move || say.fill("step.pay.suspect.since", &[("time", &say.date_time(&since))]));
        view! { <p>{text}</p> }
    });
    view! {
        <Heading text=t("step.pay.suspect")/>
        <Notice tone=Tone::Stop title=t("step.pay.suspect.again") is_alert=true>
            {since}
            <p>{t(body)}</p>
            <p>{live(move || say.fill("step.pay.order", &[("order", &order)]))}</p>
        </Notice>
        <Spinner label=t("step.pay.asking")/>
        {total(amount)}
        <div class="cd-actions">{follow_link(open)}</div>
    }
    .into_any()
}

/// The way to the page of the dossier, where nothing is left to do here for now.
pub(super) fn follow_link(open: OpenDossier) -> AnyView {
    let href = Route::Dossier(open.id()).href();
    view! { <LinkButton href label=t("step.receipt.follow") look=Look::Quiet/> }.into_any()
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
    let other = use_context::<OtherChosen>();
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
                Ok(order) => {
                    let is_own = is_own(&order.dossier, due, choice.provider.as_deref());
                    if let Some(OtherChosen(is_other)) = other {
                        is_other.try_set(!is_own);
                    }
                    match order.redirect_url {
                        // The button stays busy: the page is being left.
                        Some(url) if is_own => page::assign(&url),
                        // A transfer; or an order of another way that is open from another tab, which is shown here as it is there.
                        Some(_) | None => open.put(order.dossier),
                    }
                }
                Err(error) => {
                    open.look_again(&error).await;
                    is_busy.try_set(false);
                    trouble.try_set(Some(error));
                }
            }
        });
    });
    // Another payment is opened while the money of an earlier one may be on its way: that is asked first.
    let is_asking = RwSignal::new(false);
    let is_second = move || {
        view.with_untracked(|view| {
            let is_open = matches!(view.state.payment_of(due), Some(Payment::Pending { .. }));
            !is_open && is_disputed(&view.state.orders, due)
        })
    };
    let ask = Callback::new(move |()| if is_second() { is_asking.set(true) } else { on_press.run(()) });
    let why = view! { <p>{t("dispute.sure.body")}</p> }.into_any();
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
            <Button label=t(label) on_press=ask busy=is_busy look=look/>
        </Shown>
        {question(on_press, is_asking, "dispute.sure", why, "dispute.sure.yes")}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{kept, words};
    use crate::i18n::use_locale;

    #[test]
    fn every_way_that_is_closed_meanwhile_is_named() {
        let say = use_locale();
        let told = kept(say, &["vietqr".to_owned(), "national".to_owned()]);
        for way in ["step.transfer.go", "step.national.go"] {
            assert!(told.contains(&say.text(way)), "{told}");
        }
    }

    #[test]
    fn how_an_order_ended_has_words_of_its_own_and_money_that_came_is_never_called_no_success() {
        let say = use_locale();
        let words = |code, is_transfer| words(code, is_transfer, |key| say.has(key));
        assert_eq!(words("unpaid", false), ("step.pay.failed", "step.pay.code.unpaid".to_owned()));
        assert_eq!(words("99", false), ("step.pay.failed", "step.pay.code.other".to_owned()));
        assert_eq!(words("cancelled", true).1, "step.transfer.cancelled");
        assert_eq!(words("cancelled", false).1, "step.pay.code.cancelled");
        for is_transfer in [true, false] {
            let told = ("step.pay.failed.amount", "step.pay.code.amount".to_owned());
            assert_eq!(words("amount", is_transfer), told);
        }
    }
}
