//! Paying a fee that the office has asked for after filing: what it asks for, the way to the provider, and that the office knows. Orders and
//! their outcomes are those of `pay`.

use dossier::Due;
use leptos::prelude::*;

use super::{
    dispute::dispute,
    open::{OpenDossier, Opened},
    pay::{Shown, failure, follow_link, pending, shown, suspect, ways},
    pay_way::provide_other_chosen,
    poll::poll,
    transfer::transfer,
};
use crate::{
    i18n::t,
    session::use_session,
    standing::{
        dues::{doubtful, settled, terms, view_items},
        official_code,
        refunds::follow_refunds,
    },
    ui::{Heading, Notice, Spinner, Tone, live},
};

/// The payment of one such fee.
pub fn pay_due(open: OpenDossier, opened: &Opened, number: u32) -> AnyView {
    provide_other_chosen();
    let opened = opened.clone();
    let view = opened.view;
    let due = Memo::new(move |_| {
        view.with(|view| view.state.due(number).cloned().map(|due| (due, shown(view, Some(number)))))
    });
    let inside = live(move || match due.get() {
        Some((due, shown)) => part(open, &opened, &due, shown),
        None => none(open),
    });
    view! { <div class="cd-pay">{inside} {follow_refunds(view)}</div> }.into_any()
}

fn part(open: OpenDossier, opened: &Opened, due: &Due, shown: Shown) -> AnyView {
    if due.over.is_some() {
        return behind(open, due, "step.pay.due.over");
    }
    match shown {
        Shown::Owed { failed, providers, .. } => owed(open, opened, due, failed.as_deref(), &providers),
        Shown::Transfer(asked) => transfer(open, opened, asked),
        Shown::Pending { attempt, amount } => pending(open, opened, attempt, amount, Some(due.number)),
        Shown::Suspect { amount, order, since } => suspect(open, amount, (order, since), "due.suspect.body"),
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
    let session = use_session();
    let today = Signal::derive(move || session.today());
    view! {
        <Heading text=t("step.pay.due") kicker=Signal::stored(title)/>
        {failed.map(|code| failure(code, providers))}
        {failed.and_then(|_| dispute(open, opened, Some(due.number)))}
        {view_items(&due.notice)}
        {terms(&due.notice, &code, today)}
        {ways(open, opened, providers, Some(due.number))}
        <div class="cd-actions">{follow_link(open)}</div>
    }
    .into_any()
}

/// Paid, or over: nothing is left to do here, but the office may still have to hear of it, or money may still be in doubt.
fn behind(open: OpenDossier, due: &Due, heading: &'static str) -> AnyView {
    let is_told = !due.is_to_be_told();
    if !is_told || doubtful(due).is_some() {
        poll(open);
    }
    let tone = if due.over.is_some() { Tone::Plain } else { Tone::Done };
    let wait = (!is_told).then(|| view! { <Spinner label=t("due.telling")/> });
    view! {
        <Heading text=t(heading)/>
        {settled(due, tone)}
        {wait}
        {view_items(&due.notice)}
        <div class="cd-actions">{follow_link(open)}</div>
    }
    .into_any()
}

fn none(open: OpenDossier) -> AnyView {
    view! {
        <Heading text=t("step.pay.due.none")/>
        <Notice tone=Tone::Plain title=t("step.pay.due.none.body")/>
        <div class="cd-actions">{follow_link(open)}</div>
    }
    .into_any()
}
