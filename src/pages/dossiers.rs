//! My dossiers: what is my turn, what the office has, what is over. Drafts can be thrown away, after asking.

use contract::{Discard, DossierList, DossierSummary, ListDossiers, Nothing, WaitingFor};
use dossier::{Command, Stage};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, use_api};
use crate::i18n::{t, use_locale};
use crate::remote::{Remote, remote, view_trouble};
use crate::route::Route;
use crate::standing::{official_code, standing};
use crate::ui::{Button, Dialog, Heading, LinkButton, Look, Panel, Tag, use_announcer};

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
        {dossiers.show(false, move |list| view_list(&list, dossiers))}
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
    let locale = use_locale();
    let stand = standing(&one.id, &one.state, one.page.as_deref());
    let word = {
        let stand = stand.clone();
        Signal::derive(move || stand.word(locale))
    };
    let next = stand.next.as_ref().map(|next| {
        let label = if one.state.stage == Stage::Draft { t("dossiers.resume") } else { t("dossiers.go_on") };
        view! { <LinkButton href=next.href() label look=Look::Quiet/> }
    });
    let may_discard = one.allowed.contains(&Command::Discard);
    let href = Route::Dossier(one.id.clone()).href();
    let code = official_code(&one.state).map(str::to_owned);
    let updated = one.updated_at.clone();
    let subject = one.subject.clone();
    let acting_for = one.acting_for.clone().map(|name| {
        view! { <p class="cd-dossiers__subject">{move || locale.fill("app.acting_for", &[("name", &name)])}</p> }
    });
    let discard =
        may_discard.then(|| view! { <DiscardDraft id=one.id.clone() name=one.title.clone() dossiers/> });
    let tone = stand.tone;
    view! {
        <li class="cd-dossiers__one">
            <div class="cd-dossiers__head">
                <h3><a href=href>{one.title}</a></h3>
                <Tag tone label=word/>
            </div>
            {acting_for}
            {subject.map(|subject| view! { <p class="cd-dossiers__subject">{subject}</p> })}
            <p>{move || stand.turn(locale)}</p>
            <p class="cd-dossiers__facts">
                {code.map(|code| view! { <span>{t("dossier.code")}" "<b>{code}</b></span> })}
                <span>{move || locale.fill("dossiers.updated", &[("time", &locale.date_time(&updated))])}</span>
            </p>
            <div class="cd-actions">{next}{discard}</div>
        </li>
    }
    .into_any()
}

/// Throws a draft away, after asking.
#[component]
fn DiscardDraft(id: String, name: String, dossiers: Remote<DossierList>) -> impl IntoView {
    let (api, locale, announcer) = (use_api(), use_locale(), use_announcer());
    let is_asking = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    let id = StoredValue::new(id);
    let discard = Callback::new(move |()| {
        is_busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let result = api.send::<Discard>(&[&id.get_value()], &Nothing, None).await;
            is_busy.try_set(false);
            match result {
                Ok(Nothing) | Err(ApiError::NotFound) => {
                    is_asking.try_set(false);
                    announcer.say(locale.text("dossiers.discarded"));
                    dossiers.again();
                }
                Err(error) => _ = trouble.try_set(Some(error)),
            }
        });
    });
    let view_failure = move || trouble.get().map(|error| view_trouble(&error, false, discard));
    view! {
        <Button label=t("dossiers.discard") about=Signal::stored(name) look=Look::Plain on_press=Callback::new(move |()| is_asking.set(true))/>
        <Dialog open=is_asking title=t("dossiers.discard.title")>
            <p>{t("dossiers.discard.body")}</p>
            {view_failure}
            <div class="cd-actions">
                <Button label=t("dossiers.discard.yes") look=Look::Danger busy=is_busy on_press=discard/>
                <Button label=t("app.cancel") look=Look::Quiet on_press=Callback::new(move |()| is_asking.set(false))/>
            </div>
        </Dialog>
    }
}
