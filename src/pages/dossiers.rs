//! My dossiers: what is my turn, what the office has, what is over. Drafts can be thrown away, after asking.

use contract::{Discard, DossierList, DossierSummary, ListDossiers, Nothing, WaitingFor};
use dossier::{Command, Stage};
use leptos::prelude::*;

use crate::api::use_api;
use crate::i18n::{t, use_locale};
use crate::remote::erase::{Erasing, again, erase};
use crate::remote::{Remote, remote};
use crate::route::Route;
use crate::standing::{about, acting_for, official_code, standing};
use crate::ui::{Heading, LinkButton, Look, Panel, Tag, live};

/// Where the focus goes when a draft has left.
const LIST: &str = "dossiers";

/// The citizen's dossiers.
#[component]
pub fn Dossiers() -> impl IntoView {
    let (api, locale) = (use_api(), use_locale());
    let dossiers = remote(move || {
        let lang = locale.tag();
        Box::pin(async move { api.get::<ListDossiers>(&[], &[("lang", lang)]).await })
    });
    view! {
        <Heading text=t("dossiers.title")/>
        <section id=LIST tabindex="-1" aria-label=t("dossiers.title")>
            {dossiers.show(false, move |list| view_list(&list, dossiers))}
        </section>
    }
}

fn view_list(list: &DossierList, dossiers: Remote<DossierList>) -> AnyView {
    let kept: Vec<&DossierSummary> =
        list.dossiers.iter().filter(|one| one.state.stage != Stage::Discarded).collect();
    if kept.is_empty() {
        return view! {
            <p class="cd-lede">{t("dossiers.none")}</p>
            <div class="cd-actions"><LinkButton href=Route::Services.href() label=t("dossiers.none.services")/></div>
        }
        .into_any();
    }
    let group = |waiting_for: WaitingFor, title: &'static str| {
        let own: Vec<AnyView> = kept
            .iter()
            .filter(|one| one.waiting_for == waiting_for)
            .map(|one| view_dossier((*one).clone(), dossiers))
            .collect();
        (!own.is_empty()).then(|| view! { <Panel title=t(title)><ul class="cd-dossiers">{own}</ul></Panel> })
    };
    view! {
        <div class="cd-dossiers__groups">
            {group(WaitingFor::You, "dossiers.yours")}
            {group(WaitingFor::Office, "dossiers.office")}
            {group(WaitingFor::Nobody, "dossiers.over")}
        </div>
    }
    .into_any()
}

fn view_dossier(one: DossierSummary, dossiers: Remote<DossierList>) -> AnyView {
    let (api, locale) = (use_api(), use_locale());
    let stand = standing(&one.id, &one.state, one.page.as_deref()).under(one.acting_over.as_ref());
    let word = {
        let stand = stand.clone();
        Signal::derive(move || stand.word(locale))
    };
    let next = stand
        .way_on()
        .map(|(next, label)| view! { <LinkButton href=next.href() label=t(label) look=Look::Quiet/> });
    let may_discard = one.allowed.contains(&Command::Discard);
    let href = Route::Dossier(one.id.clone()).href();
    let code = official_code(&one.state).map(str::to_owned);
    let updated = one.updated_at.clone();
    let subject = about(one.subject.as_deref(), one.acting_for.as_deref()).map(str::to_owned);
    let acting_for = one.acting_as.zip(one.acting_for.clone()).map(|(right, name)| {
        view! { <p class="cd-dossiers__subject">{acting_for(right, name)}</p> }
    });
    let discard = may_discard.then(|| {
        let erasing = Erasing { texts: "dossiers.discard", then: again(dossiers, LIST) };
        let id = one.id.clone();
        erase(&erasing, one.title.clone(), move || {
            let id = id.clone();
            Box::pin(async move { api.send::<Discard>(&[&id], &Nothing, None).await })
        })
    });
    let tone = stand.tone;
    view! {
        <li class="cd-dossiers__one">
            <div class="cd-dossiers__head">
                <h3><a href=href>{one.title}</a></h3>
                <Tag tone label=word/>
            </div>
            {acting_for}
            {subject.map(|subject| view! { <p class="cd-dossiers__subject">{subject}</p> })}
            <p>{live(move || stand.turn(locale))}</p>
            <p class="cd-dossiers__facts">
                {code.map(|code| view! { <span>{t("dossier.code")}" "<b>{code}</b></span> })}
                <span>{live(move || locale.fill("dossiers.updated", &[("time", &locale.date_time(&updated))]))}</span>
            </p>
            <div class="cd-actions">{next}{discard}</div>
        </li>
    }
    .into_any()
}
