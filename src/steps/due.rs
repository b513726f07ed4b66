//! Paying a fee that the office has asked for after filing: what it asks for, the way to the provider, and that the office knows. Orders and
//! their outcomes are those of `pay`.

use dossier::Due;
use leptos::prelude::*;

use super::{
    open::{OpenDossier, Opened},
    pay::{Shown, failure, pending, shown, suspect, ways},
    poll::poll,
    transfer::transfer,
};
use crate::{
    i18n::t,
    route::Route,
    standing::{
        dues::{settled, terms, view_items},
        official_code,
        refunds::view_refunds,
    },
    ui::{Heading, LinkButton, Look, Notice, Spinner, Tone, live},
};

/// The payment of one such fee.
pub fn pay_due(open: OpenDossier, opened: &Opened, number: u32) -> AnyView {
    let opened = opened.clone();
    let view = opened.view;
    let due = Memo::new(move |_| {
        view.with(|view| view.state.due(number).cloned().map(|due| (due, shown(view, Some(number)))))
    });
    let inside = live(move || match due.get() {
        Some((due, shown)) => part(open, &opened, &due, shown),
        None => none(open),
    });
    let orders = Memo::new(move |_| view.with(|view| view.state.orders.clone()));
    let refunds = live(move || {
        orders.track();
        view.with_untracked(|view| view_refunds(&view.state))
    });
    view! { <div class="cd-pay">{inside} {refunds}</div> }.into_any()
}

fn part(open: OpenDossier, opened: &Opened, due: &Due, shown: Shown) -> AnyView {
    if due.over.is_some() {
        return behind(open, due, "step.pay.due.over");
    }
    match shown {
        Shown::Owed { failed, providers, .. } => owed(open, opened, due, failed.as_deref(), &providers),
        Shown::Transfer(asked) => transfer(open, opened, asked),
        Shown::Pending { attempt, amount } => pending(open, opened, attempt, amount, Some(due.number)),
        Shown::Suspect { amount, order } => suspect(open, amount, order, "step.pay.due.suspect"),
        Shown::Done => behind(open, due, "step.pay.due.paid"),
    }
}

fn owed(
    open: OpenDossier,
    opened: &Opened,
    due: &Due,
    failed: Option<&str>,
    providers: &[String],
) -> AnyView {
    let (title, code) = opened.view.with_untracked(|view| {
        (view.title.clone(), official_code(&view.state).unwrap_or_default().to_owned())
    });
    view! {
        <Heading text=t("step.pay.due") kicker=Signal::stored(title)/>
        {failed.map(|code| failure(code, providers))}
        {view_items(&due.notice)}
        {terms(&due.notice, &code)}
        {ways(open, opened, providers, Some(due.number))}
        <div class="cd-actions">{back(open)}</div>
    }
    .into_any()
}

/// Paid, or over: nothing is left to do here, but the office may still have to hear of it.
fn behind(open: OpenDossier, due: &Due, heading: &'static str) -> AnyView {
    let is_told = !due.is_to_be_told();
    if !is_told {
        poll(open);
    }
    let tone = if due.over.is_some() { Tone::Plain } else { Tone::Done };
    let wait = (!is_told).then(|| view! { <Spinner label=t("due.telling")/> });
    view! {
        <Heading text=t(heading)/>
        {settled(due, tone)}
        {wait}
        {view_items(&due.notice)}
        <div class="cd-actions">{back(open)}</div>
    }
    .into_any()
}

fn none(open: OpenDossier) -> AnyView {
    view! {
        <Heading text=t("step.pay.due.none")/>
        <Notice tone=Tone::Plain title=t("step.pay.due.none.body")/>
        <div class="cd-actions">{back(open)}</div>
    }
    .into_any()
}

fn back(open: OpenDossier) -> AnyView {
    let href = Route::Dossier(open.id()).href();
    view! { <LinkButton href label=t("step.receipt.follow") look=Look::Quiet/> }.into_any()
}
