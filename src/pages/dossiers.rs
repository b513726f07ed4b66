//! My dossiers: what is my turn, what the office has, what is over. Drafts can be thrown away, after asking.

use contract::{
    AskedToCosign, AskedToCosignList, Discard, DossierList, DossierSummary, ListAskedToCosign, ListDossiers,
    Nothing, WaitingFor,
};
use dossier::{Command, Stage};
use leptos::prelude::*;

use crate::api::use_api;
use crate::i18n::{t, use_locale};
use crate::remote::erase::{Erasing, again, erase};
use crate::remote::{Remote, remote};
use crate::route::Route;
use crate::standing::refunds::view_refunds;
use crate::standing::{about, acting_for, official_code, standing_of};
use crate::steps::take_back::take_back;
use crate::ui::{CollectAny, Heading, LinkButton, Look, Panel, Tag, live};

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
    let asked = remote::<AskedToCosignList>(move || {
        let lang = locale.tag();
        Box::pin(async move { api.get::<ListAskedToCosign>(&[], &[("lang", lang)]).await })
    });
    view! {
        <Heading text=t("dossiers.title")/>
        {live(move || asked.ready().and_then(|list| view_asked(&list.asked)))}
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
            {group(WaitingFor::Helper, "dossiers.helper")}
            {group(WaitingFor::Office, "dossiers.office")}
            {group(WaitingFor::Nobody, "dossiers.over")}
        </div>
    }
    .into_any()
}

/// What others have asked the citizen to agree to.
fn view_asked(asked: &[AskedToCosign]) -> Option<AnyView> {
    let locale = use_locale();
    let each = asked.iter().cloned().map(|one| {
        let (href, until) = (Route::Cosign(one.dossier).href(), one.until);
        let by = move || {
            let facts = [("name", &*one.applicant), ("time", &locale.date_time(&until))];
            locale.fill("dossiers.asked.by", &facts)
        };
        view! {
            <li class="cd-dossiers__one">
                <h3><a href=href>{one.title}</a></h3>
                <p>{live(by)}</p>
            </li>
        }
    });
    let each = each.collect_any();
    (!asked.is_empty()).then(|| {
        view! { <Panel title=t("dossiers.asked")><ul class="cd-dossiers">{each}</ul></Panel> }.into_any()
    })
}

fn view_dossier(one: DossierSummary, dossiers: Remote<DossierList>) -> AnyView {
    let (api, locale) = (use_api(), use_locale());
    let stand = standing_of(&one);
    let word = {
        let stand = stand.clone();
        Signal::derive(move || stand.word(locale))
    };
    let next = stand
        .way_on()
        .map(|(next, label)| view! { <LinkButton href=next.href() label=t(label) look=Look::Quiet/> });
    let taking = take_back(&one.id, one.help.as_ref());
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
    let refunds = view_refunds(&one.state.orders);
    view! {
        <li class="cd-dossiers__one">
            <div class="cd-dossiers__head">
                <h3><a href=href>{one.title}</a></h3>
                <Tag tone label=word/>
            </div>
            {acting_for}
            {subject.map(|subject| view! { <p class="cd-dossiers__subject">{subject}</p> })}
            <p>{live(move || stand.turn(locale))}</p>
            {refunds}
            <p class="cd-dossiers__facts">
                {code.map(|code| view! { <span>{t("dossier.code")}" "<b>{code}</b></span> })}
                <span>{live(move || locale.fill("dossiers.updated", &[("time", &locale.date_time(&updated))]))}</span>
            </p>
            <div class="cd-actions">{next}{taking}{discard}</div>
        </li>
    }
    .into_any()
}
