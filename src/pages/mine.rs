//! My information: what the portal knows about the citizen, from where and who received it; the papers of their own store; taking all of
//! it along, and deleting what may be deleted.

mod cosigned;
mod events;
mod facts;
mod history;
mod papers;

pub use papers::Papers;

use contract::{
    CONSENT_TEXT, Consent, Decide, DecideConsent, Decision, Discard, Endpoint, ExportMine, ForgetEarlier,
    GetMine, Mine, MineDossier, Nothing,
};
use leptos::prelude::*;

use crate::api::use_api;
use crate::i18n::{t, tp, use_locale};
use crate::remote::erase::{Erasing, again, erase};
use crate::remote::{Remote, remote};
use crate::route::Route;
use crate::standing::acting_for;
use crate::ui::{CollectAny, Heading, LinkButton, Look, Panel, SummaryList, SummaryRow, Tag, Tone, live};
use cosigned::view_cosigned;
use events::view_events;
use facts::view_facts;
use history::{view_decisions, view_lookups};

/// Where the focus goes when something has left.
const LIST: &str = "mine";

/// Everything that is known.
#[component]
pub fn Mine() -> impl IntoView {
    let (api, locale) = (use_api(), use_locale());
    let mine = remote(move || {
        let lang = locale.tag();
        Box::pin(async move { api.get::<GetMine>(&[], &[("lang", lang)]).await })
    });
    view! {
        <Heading text=t("mine.title")/>
        <p class="cd-lede">{t("mine.lede")}</p>
        <section id=LIST tabindex="-1" aria-label=t("mine.title")>
            {mine.show(false, move |all| view_all(&all, mine))}
        </section>
    }
}

fn view_all(all: &Mine, mine: Remote<Mine>) -> AnyView {
    let (api, locale) = (use_api(), use_locale());
    let export =
        Signal::derive(move || [&api.address(ExportMine::PATH, &[]), "?lang=", locale.tag()].concat());
    let open = all.sessions.iter().filter(|one| one.takes_until.is_none()).count() as u64;
    let late = all.sessions.len() as u64 - open;
    let late = (late > 0).then(|| view! { <p>{live(move || locale.count("mine.sessions.late", late))}</p> });
    let consents = view_consents(all, mine);
    let decisions = view_decisions(all);
    let lookups = view_lookups(all);
    let earlier = view_earlier(all, mine);
    let acted = view_acted(all);
    let cosigned = view_cosigned(all);
    let count = all.papers.len() as u64;
    let known: Vec<MineDossier> = all.dossiers.clone();
    let person = view_person(all);
    let none = all.dossiers.is_empty().then(|| view! { <p>{t("mine.dossiers.none")}</p> });
    let dossiers: Vec<AnyView> = known.into_iter().map(|one| view_dossier(one, mine)).collect();
    view! {
        <div class="cd-dossiers__groups">
            <Panel title=t("mine.person")>
                {person}
                <div class="cd-actions">
                    <LinkButton href=Route::Payments.href() label=t("payments.go") look=Look::Quiet/>
                    <LinkButton href=Route::Mandates.href() label=t("mandates.title") look=Look::Quiet/>
                </div>
            </Panel>
            <Panel title=t("mine.dossiers")>
                <p>{t("mine.dossiers.kept")}</p>
                {none}
                <ul class="cd-dossiers">{dossiers}</ul>
            </Panel>
            <Panel title=t("mine.acted")>{acted}</Panel>
            <Panel title=t("mine.cosigned")>{cosigned}</Panel>
            <Panel title=t("mine.consents")>{consents} {decisions}</Panel>
            <Panel title=t("mine.lookups")>{lookups}</Panel>
            <Panel title=t("mine.sessions")>
                <p>{live(move || locale.count("mine.sessions", open))}</p>
                {late}
                <div class="cd-actions"><LinkButton href=Route::Sessions.href() label=t("mine.sessions.go") look=Look::Quiet/></div>
            </Panel>
            <Panel title=t("mine.earlier")>{earlier}</Panel>
            <Panel title=t("papers.title")>
                <p>{live(move || locale.count("mine.papers", count))}</p>
                <div class="cd-actions"><LinkButton href=Route::Papers.href() label=t("mine.papers.go") look=Look::Quiet/></div>
            </Panel>
            <Panel title=t("mine.export")>
                <p>{t("mine.export.body")}</p>
                <div class="cd-actions"><LinkButton href=export label=t("mine.export.go") download="thong-tin-cua-toi.json"/></div>
            </Panel>
        </div>
    }
    .into_any()
}

fn view_person(all: &Mine) -> AnyView {
    let locale = use_locale();
    let person = all.person.clone();
    let birth = person.birth.map(|birth| {
        view! { <SummaryRow label=t("mine.birth")>{live(move || if birth.len() == 10 { locale.date(&birth) } else { birth.clone() })}</SummaryRow> }
    });
    let level = ["mine.level.", &person.level].concat();
    view! {
        <p>{live(move || locale.fill("mine.person.source", &[("time", &locale.date_time(&person.signed_in_at))]))}</p>
        <SummaryList>
            <SummaryRow label=t("mine.name")>{person.name}</SummaryRow>
            <SummaryRow label=t("mine.id")>{person.id}</SummaryRow>
            {birth}
            <SummaryRow label=t("mine.level")>{live(move || locale.text(&level))}</SummaryRow>
        </SummaryList>
    }
    .into_any()
}

fn view_dossier(one: MineDossier, mine: Remote<Mine>) -> AnyView {
    let locale = use_locale();
    let is_draft = one.kept_as == "draft";
    let (tone, word) = if is_draft { (Tone::Turn, "mine.draft") } else { (Tone::Done, "mine.record") };
    let received = one.office.clone().zip(one.code.clone());
    let who = live(move || match &received {
        Some((office, code)) => locale.fill("mine.received", &[("office", office), ("code", code)]),
        None => locale.text(if is_draft { "mine.received.nobody" } else { "mine.received.soon" }),
    });
    let delete = is_draft.then(|| {
        let (api, id) = (use_api(), one.id.clone());
        let erasing = Erasing { texts: "mine.discard", then: again(mine, LIST) };
        let button = erase(&erasing, one.service.clone(), move || {
            let id = id.clone();
            Box::pin(async move { api.send::<Discard>(&[&id], &Nothing, None).await })
        });
        view! { <div class="cd-actions">{button}</div> }
    });
    let href = Route::Dossier(one.id.clone()).href();
    let acting_for = one.acting_as.zip(one.acting_for.clone()).map(|(right, name)| {
        view! { <p class="cd-dossiers__subject">{acting_for(right, name)}</p> }
    });
    view! {
        <li class="cd-dossiers__one">
            <div class="cd-dossiers__head">
                <h3><a href=href>{one.service.clone()}</a></h3>
                <Tag tone label=t(word)/>
            </div>
            {acting_for}
            {one.helped_by.clone().map(|name| view! { <p>{tp("mine.helped", vec![("name", name)])}</p> })}
            <p>{who}</p>
            {view_facts(&one)}
            {view_events(&one)}
            {delete}
        </li>
    }
    .into_any()
}

/// What others do for the citizen, and by which mandate they may.
fn view_acted(all: &Mine) -> AnyView {
    let locale = use_locale();
    if all.acted.is_empty() {
        return view! { <p>{t("mine.acted.none")}</p> }.into_any();
    }
    let lines = all.acted.iter().cloned().map(|one| {
        let key = match (&one.acting_over, one.kept_as == "draft") {
            (Some(over), _) if over.fee_under_way => "mine.acted.over.fee",
            (Some(_), _) => "mine.acted.over",
            (None, true) if one.fixed => "mine.acted.fixed",
            (None, true) => "mine.acted.draft",
            (None, false) => "mine.acted.record",
        };
        let about = live(move || {
            let code = one.code.clone().unwrap_or_else(|| locale.text("mine.received.soon"));
            let time = locale.date_time(&one.created_at);
            locale.fill(key, &[("who", &one.masked_id), ("time", &time), ("code", &code)])
        });
        view! { <li class="cd-dossiers__one"><h3>{one.service.clone()}</h3><p>{about}</p></li> }
    });
    view! { <ul class="cd-dossiers">{lines.collect_any()}</ul> }.into_any()
}

/// What is kept for the next form, and the way to have it forgotten.
fn view_earlier(all: &Mine, mine: Remote<Mine>) -> AnyView {
    let (api, locale) = (use_api(), use_locale());
    if all.earlier.is_empty() {
        return view! { <p>{t("mine.earlier.none")}</p> }.into_any();
    }
    let lines = all.earlier.iter().cloned().map(move |fact| {
        let (key, words) = (["mine.", &fact.name].concat(), fact.words.unwrap_or_default());
        let label = Signal::derive(move || locale.text(&key));
        let since = live(move || locale.fill("mine.earlier.fact", &[("time", &locale.date_time(&fact.at))]));
        view! { <SummaryRow label>{words}<p class="cd-quiet"><small>{since}</small></p></SummaryRow> }
            .into_any()
    });
    let lines: Vec<AnyView> = lines.collect();
    let erasing = Erasing { texts: "mine.earlier.forget", then: again(mine, LIST) };
    let forget = erase(&erasing, locale.text("mine.earlier"), move || {
        Box::pin(async move { api.send::<ForgetEarlier>(&[], &Nothing, None).await })
    });
    view! {
        <p>{t("mine.earlier.body")}</p>
        <SummaryList>{lines}</SummaryList>
        <div class="cd-actions">{forget}</div>
    }
    .into_any()
}

/// What was agreed to and refused; what was agreed to can be withdrawn.
fn view_consents(all: &Mine, mine: Remote<Mine>) -> AnyView {
    if all.consents.is_empty() {
        return view! { <p>{t("mine.consents.none")}</p> }.into_any();
    }
    let lines: Vec<AnyView> = all.consents.iter().map(|one| view_consent(one.clone(), mine)).collect();
    view! { <ul class="cd-dossiers">{lines}</ul> }.into_any()
}

fn view_consent(one: Consent, mine: Remote<Mine>) -> AnyView {
    let (api, locale) = (use_api(), use_locale());
    let is_agreed = one.decision == Decision::Agreed;
    let (tone, word) = match one.decision {
        Decision::Agreed => (Tone::Done, "mine.consent.agreed"),
        Decision::Refused => (Tone::Stop, "mine.consent.refused"),
        Decision::Open => (Tone::Plain, "mine.consent.over"),
    };
    let key = if is_agreed { "mine.consent" } else { "mine.consent.asked" };
    let (registers, at) = (one.registers.clone(), one.at.clone());
    let about = live(move || {
        let names = facts::asked_of(locale, &registers);
        locale.fill(key, &[("registers", &names), ("time", &locale.date_time(&at))])
    });
    let withdraw = is_agreed.then(|| {
        let procedure = one.procedure.clone();
        let erasing = Erasing { texts: "mine.consent.withdraw", then: again(mine, LIST) };
        let button = erase(&erasing, one.title.clone(), move || {
            let procedure = procedure.clone();
            let refusal = Decide { agree: false, text: CONSENT_TEXT.to_owned() };
            Box::pin(async move { api.send::<DecideConsent>(&[&procedure], &refusal, None).await })
        });
        view! { <div class="cd-actions">{button}</div> }
    });
    view! {
        <li class="cd-dossiers__one">
            <div class="cd-dossiers__head">
                <h3>{one.title}</h3>
                <Tag tone label=t(word)/>
            </div>
            <p>{about}</p>
            {withdraw}
        </li>
    }
    .into_any()
}
