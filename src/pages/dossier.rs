//! One dossier: whose turn it is, what happened, when the result is due, and what can be taken home.

use contract::{DossierView, OneDossier, paths};
use dossier::{BusinessEvent, Filing, Payment, Signing, Stage, State};
use leptos::prelude::*;

use crate::api::use_api;
use crate::browser::page;
use crate::i18n::{t, tp, use_locale};
use crate::remote::remote;
use crate::route::Route;
use crate::standing::{business_standing, official_code, standing};
use crate::ui::{Heading, LinkButton, Look, Moment, SummaryList, SummaryRow, Tag, Timeline, Tone};

/// One dossier.
#[component]
pub fn Dossier(
    /// Our own handle of it.
    id: String,
) -> impl IntoView {
    let api = use_api();
    let one = remote(move || {
        let id = id.clone();
        Box::pin(async move { api.get::<OneDossier>(&[&id], &[]).await })
    });
    page::on_visible(move || one.again());
    one.show(true, |one| view_dossier(&one))
}

fn view_dossier(one: &DossierView) -> AnyView {
    let locale = use_locale();
    let page = one.draft.as_ref().and_then(|draft| draft.page.as_deref());
    let stand = standing(&one.id, &one.state, page);
    let name = one
        .subject
        .as_ref()
        .map_or_else(|| one.title.clone(), |subject| [&one.title, ": ", subject].concat());
    let word = {
        let stand = stand.clone();
        Signal::derive(move || stand.word(locale))
    };
    let next = stand.next.as_ref().map(|next| {
        let label = if one.state.stage == Stage::Draft { t("dossiers.resume") } else { t("dossiers.go_on") };
        view! { <div class="cd-actions"><LinkButton href=next.href() label/></div> }
    });
    let tone = stand.tone;
    let tab = match official_code(&one.state) {
        Some(code) => view! { {t("dossier.code")}" "<b>{code.to_owned()}</b> }.into_any(),
        None if one.state.stage == Stage::Draft => t("dossier.draft").into_any(),
        None => t("dossier.one").into_any(),
    };
    view! {
        <nav class="cd-back"><a href=Route::Dossiers.href()>{t("dossier.back")}</a></nav>
        <article class="cd-case">
            <p class="cd-case__tab">{tab}</p>
            <header class="cd-case__head">
                <Heading text=Signal::stored(name)/>
                <p class="cd-case__status"><Tag tone label=word/></p>
                <p class="cd-case__turn">{move || stand.turn(locale)}</p>
                {next}
            </header>
            <div class="cd-case__body">
                <section>
                    <h2>{t("dossier.history")}</h2>
                    {view_history(one)}
                </section>
                <aside class="cd-case__facts" aria-label=t("dossier.facts")>{view_facts(one)}{view_papers(one)}</aside>
            </div>
        </article>
    }
    .into_any()
}

/// The code, the appointment, what was paid.
fn view_facts(one: &DossierView) -> AnyView {
    let locale = use_locale();
    let appointment = one.state.business.0.iter().rev().find_map(|event| event.appointment.clone());
    let appointment = appointment.map(|day| {
        view! {
            <div class="cd-due">
                <p class="cd-due__label">{t("dossier.appointment")}</p>
                <p class="cd-due__day">{move || locale.long_date(&day)}</p>
            </div>
        }
    });
    let code = official_code(&one.state).map(|code| {
        let code = code.to_owned();
        view! { <SummaryRow label=t("dossier.code")><span class="cd-code">{code}</span></SummaryRow> }
    });
    let no_code = (official_code(&one.state).is_none() && one.state.stage == Stage::Filing)
        .then(|| view! { <SummaryRow label=t("dossier.code")>{t("dossier.code.later")}</SummaryRow> });
    let created = one.created_at.clone();
    let fee = view_fee(&one.state);
    let (procedure, version) = (one.procedure.clone(), one.version.clone());
    view! {
        {appointment}
        <SummaryList>
            {code}
            {no_code}
            <SummaryRow label=t("dossier.procedure")>{procedure}</SummaryRow>
            <SummaryRow label=t("dossier.created")>{move || locale.date(&created)}</SummaryRow>
            {fee}
            <SummaryRow label=t("dossier.version")>{version}</SummaryRow>
        </SummaryList>
    }
    .into_any()
}

fn view_fee(state: &State) -> Option<AnyView> {
    let locale = use_locale();
    match state.payment.clone() {
        Payment::Paid { amount, .. } => Some(
            view! { <SummaryRow label=t("dossier.fee")>{move || locale.fill("dossier.fee.paid", &[("amount", &locale.money(amount))])}</SummaryRow> }
                .into_any(),
        ),
        Payment::Waived { basis, .. } => {
            Some(view! { <SummaryRow label=t("dossier.fee")>{tp("dossier.fee.waived", vec![("basis", basis)])}</SummaryRow> }.into_any())
        }
        _ => None,
    }
}

/// The receipt and the exact files, once there are any.
fn view_papers(one: &DossierView) -> Option<AnyView> {
    let api = use_api();
    let is_sent = matches!(one.state.stage, Stage::Filing | Stage::Filed);
    let signature = matches!(one.state.signing, Signing::Signed { .. }).then(|| {
        let href = api.address(paths::SIGNATURE, &[&one.id]);
        view! { <li><a href=href download="dossier.p7s">{t("dossier.signature")}</a></li> }
    });
    let content = api.address(paths::CONTENT, &[&one.id]);
    is_sent.then(|| {
        view! {
            <h2 class="cd-case__papers">{t("dossier.papers")}</h2>
            <LinkButton href=Route::Receipt(one.id.clone()).href() label=t("dossier.receipt") look=Look::Quiet/>
            <ul class="cd-downloads">
                <li><a href=content download="dossier.json">{t("dossier.content")}</a></li>
                {signature}
            </ul>
            <p class="cd-quiet"><small>{t("dossier.papers.why")}</small></p>
        }
        .into_any()
    })
}

/// Everything that has happened, oldest first, and what is awaited.
fn view_history(one: &DossierView) -> AnyView {
    let locale = use_locale();
    let at = move |moment: String| Signal::derive(move || locale.date_time(&moment));
    let state = &one.state;
    let mut moments: Vec<AnyView> = Vec::new();
    let is_draft = state.stage == Stage::Draft;
    moments.push(view! { <Moment tone=Tone::Done title=t("dossier.event.created") when=at(one.created_at.clone()) is_current=is_draft/> }.into_any());
    if let Some(snapshot) = state.snapshot.as_ref().filter(|_| !is_draft) {
        moments.push(
            view! { <Moment tone=Tone::Done title=t("dossier.event.frozen") when=at(snapshot.at.clone())/> }
                .into_any(),
        );
    }
    if let Signing::Signed { at: moment, signer, .. } = &state.signing {
        let title = tp("dossier.event.signed", vec![("name", signer.clone())]);
        moments.push(view! { <Moment tone=Tone::Done title when=at(moment.clone())/> }.into_any());
    }
    if let Payment::Paid { at: moment, amount, .. } = &state.payment {
        let amount = *amount;
        let title =
            Signal::derive(move || locale.fill("dossier.event.paid", &[("amount", &locale.money(amount))]));
        moments.push(view! { <Moment tone=Tone::Done title when=at(moment.clone())/> }.into_any());
    }
    match &state.filing {
        Filing::Accepted { at: moment, .. } => {
            let title = t("dossier.event.filed");
            moments.push(view! { <Moment tone=Tone::Done title when=at(moment.clone())/> }.into_any());
        }
        Filing::Sending { since, .. } => {
            let title = t("dossier.event.sending");
            moments.push(
                view! { <Moment tone=Tone::Work title when=at(since.clone()) is_current=true/> }.into_any(),
            );
        }
        Filing::NotYet => {}
    }
    // "Newly registered" says what the line above it has said, unless it is the latest news.
    let last = state.business.0.len();
    let business = state.business.0.iter().enumerate();
    let news = business.filter(|(at, event)| event.status.0 != 1 || at + 1 == last);
    moments.extend(news.map(|(at, event)| view_event(event, at + 1 == last)));
    view! { <Timeline label=t("dossier.history")>{moments}</Timeline> }.into_any()
}

/// A status change at the desk, with the officer's words.
fn view_event(event: &BusinessEvent, is_last: bool) -> AnyView {
    let locale = use_locale();
    let stand = business_standing(event.status.0);
    let tone = if is_last || matches!(stand.tone, Tone::Stop) { stand.tone } else { Tone::Done };
    let (moment, actor) = (event.at.clone(), event.actor.clone());
    let when = Signal::derive(move || {
        let time = locale.date_time(&moment);
        if actor.is_empty() { time } else { [&time, " · ", &actor].concat() }
    });
    let note = event.note.clone();
    let title = {
        let stand = stand.clone();
        Signal::derive(move || stand.word(locale))
    };
    view! {
        <Moment tone title when is_current=is_last>
            {is_last.then(|| view! { <p>{move || stand.turn(locale)}</p> })}
            {(!note.is_empty()).then(|| view! { <p class="cd-timeline__note">{note}</p> })}
        </Moment>
    }
    .into_any()
}
