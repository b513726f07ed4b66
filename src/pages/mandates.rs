//! Mandates: those that the citizen gave, with the way to take each back; those that they hold; and giving one. Whether it holds is the
//! backend's word.

mod draft;
mod give;

use std::sync::Arc;

use contract::{
    Extent, ListMandates, ListServices, Mandate, MandateList, MandateState, Nothing, RevokeMandate,
    ServiceList,
};
use leptos::prelude::*;

use crate::api::{ApiError, use_api};
use crate::browser::focus;
use crate::i18n::{t, use_locale};
use crate::remote::erase::{Erasing, again, erase};
use crate::remote::{Loaded, Remote, remote};
use crate::ui::{CollectAny, Heading, Panel, Tag, Tone, live};
use draft::Draft;
use give::Give;

/// Where the focus goes when the list has changed.
const LIST: &str = "mandates";

/// The mandates of the citizen.
#[component]
pub fn Mandates() -> impl IntoView {
    let (api, locale) = (use_api(), use_locale());
    let mandates = remote(move || Box::pin(async move { api.get::<ListMandates>(&[], &[]).await }));
    let services = remote(move || {
        let lang = locale.tag();
        Box::pin(async move { api.get::<ListServices>(&[], &[("lang", lang)]).await })
    });
    // What is typed before signing in would be lost by it.
    let has_form = Memo::new(move |before: Option<&bool>| match mandates.get() {
        Loaded::Loading => before.copied().unwrap_or_default(),
        Loaded::Ready(_) => true,
        Loaded::Failed(error) => !matches!(error, ApiError::SignInNeeded),
    });
    let draft = Draft::new();
    let on_given = Callback::new(move |()| {
        mandates.again();
        focus::to(LIST);
    });
    let give = move |list: Arc<ServiceList>| {
        view! { <Give services=list.services.clone() draft on_given/> }.into_any()
    };
    view! {
        <Heading text=t("mandates.title")/>
        <p class="cd-lede">{t("mandates.lede")}</p>
        <section id=LIST tabindex="-1" aria-label=t("mandates.title")>
            {mandates.show(false, move |list| view_lists(&list, mandates, services))}
        </section>
        {live(move || has_form.get().then(|| services.show(false, give)))}
    }
}

fn view_lists(list: &MandateList, mandates: Remote<MandateList>, services: Remote<ServiceList>) -> AnyView {
    let rows = |all: &[Mandate], is_given: bool, none: &'static str| {
        if all.is_empty() {
            return view! { <p>{t(none)}</p> }.into_any();
        }
        let all = all.iter().map(|one| view_mandate(one.clone(), is_given, mandates, services)).collect_any();
        view! { <ul class="cd-mandates">{all}</ul> }.into_any()
    };
    let given = rows(&list.given, true, "mandates.given.none");
    let held = rows(&list.held, false, "mandates.held.none");
    view! {
        <Panel title=t("mandates.given")>{given}</Panel>
        <Panel title=t("mandates.held")>{held}</Panel>
    }
    .into_any()
}

fn view_mandate(
    one: Mandate,
    is_given: bool,
    mandates: Remote<MandateList>,
    services: Remote<ServiceList>,
) -> AnyView {
    let locale = use_locale();
    let (tone, word) = match one.state {
        MandateState::Waiting => (Tone::Turn, "mandates.waiting"),
        MandateState::InForce => (Tone::Done, "mandates.in_force"),
        MandateState::Revoked => (Tone::Stop, "mandates.revoked"),
        MandateState::Ended => (Tone::Turn, "mandates.ended"),
    };
    let who =
        one.name.clone().map_or_else(|| one.masked_id.clone(), |name| [&name, ", ", &one.masked_id].concat());
    let codes = one.procedures.clone();
    let names = live(move || {
        let known = services.ready();
        let title = |code: &String| {
            let card = known.as_ref().and_then(|list| list.services.iter().find(|card| card.code == *code));
            card.map_or_else(|| code.clone(), |card| card.title.clone())
        };
        codes.iter().map(title).collect::<Vec<_>>().join("; ")
    });
    let until = one.ends_on.clone();
    let assists = one.extent == Extent::Assist;
    let is_waiting = one.state == MandateState::Waiting;
    let may_revoke = is_given && (is_waiting || one.state == MandateState::InForce);
    let revoke = may_revoke.then(|| {
        let (api, id) = (use_api(), one.id);
        let erasing = Erasing { texts: "mandates.take_back", then: again(mandates, LIST) };
        erase(&erasing, who.clone(), move || {
            let id = id.clone();
            Box::pin(async move { api.send::<RevokeMandate>(&[&id], &Nothing, None).await })
        })
    });
    view! {
        <li class="cd-mandates__one">
            <h3 class="cd-mandates__who">{who}</h3>
            <Tag tone label=t(word)/>
            <p>{names}</p>
            {assists.then(|| view! { <p>{t("mandates.assists")}</p> })}
            <p>{live(move || locale.fill("mandates.until", &[("date", &locale.date(&until))]))}</p>
            {is_waiting.then(|| view! { <p>{t("mandates.waiting.why")}</p> })}
            {revoke}
        </li>
    }
    .into_any()
}
