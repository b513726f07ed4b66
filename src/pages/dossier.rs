//! One dossier: whose turn it is, what happened, when the result is due, and what can be taken home. It follows the news.

mod dues;
mod facts;
mod following;
mod history;
mod now;
mod receipts;
mod whom;

use std::sync::Arc;

use contract::{DossierView, OneDossier};
use dossier::Stage;
use leptos::prelude::*;

use crate::api::{ApiError, use_api};
use crate::i18n::{t, use_locale};
use crate::remote::{Loaded, remote};
use crate::route::Route;
use crate::standing::{about, official_code, standing};
use crate::standing::{disputes::view_disputes, refunds::view_refunds};
use crate::steps::take_back::take_back;
use crate::ui::{Heading, LinkButton, Tag, live};
use dues::view_dues;
use facts::{view_facts, view_papers};
use following::follow;
use history::view_history;
use now::view_now;
use receipts::{counted, view_receipts};
use whom::{view_acting_for, view_over, view_result};

/// One dossier.
#[component]
pub fn Dossier(
    /// Our own handle of it.
    id: String,
) -> impl IntoView {
    let api = use_api();
    let asked = id.clone();
    let one = remote(move || {
        let id = asked.clone();
        Box::pin(async move { api.get::<OneDossier>(&[&id], &[]).await })
    });
    follow(api, one, id.clone());
    let cause = Memo::new(move |_| match one.get() {
        Loaded::Failed(ApiError::RightOver(cause)) => Some(cause),
        _ => None,
    });
    move || match cause.get() {
        Some(cause) => view_over(&id, cause),
        None => one.follow(true, view_dossier),
    }
}

/// The frame stays while the news come; each part is drawn again when what it shows has changed.
fn view_dossier(newest: Memo<Option<Arc<DossierView>>>) -> AnyView {
    // Redraws a part when `key` differs.
    fn part<K: PartialEq + Send + Sync + 'static, V: IntoView + 'static>(
        newest: Memo<Option<Arc<DossierView>>>,
        key: fn(&DossierView) -> K,
        view: fn(&DossierView) -> V,
    ) -> AnyView {
        let key = Memo::new(move |_| newest.with(|one| one.as_ref().map(|one| key(one))));
        live(move || {
            // Read, not only tracked: a memo that nobody reads is not worked out.
            key.with(|_| ());
            newest.with_untracked(|one| one.as_ref().map(|one| view(one)))
        })
    }
    let name = Memo::new(move |_| newest.with(|one| one.as_ref().map(|one| name(one)).unwrap_or_default()));
    let state = |one: &DossierView| (one.state.clone(), one.acting_over.clone(), one.help.clone());
    let acting_for = newest.with_untracked(|one| one.as_ref().and_then(|one| view_acting_for(one)));
    view! {
        <nav class="cd-back"><a href=Route::Dossiers.href()>{t("dossier.back")}</a></nav>
        <article class="cd-case">
            <p class="cd-case__tab">{part(newest, state, view_tab)}</p>
            <header class="cd-case__head">
                <Heading text=name/>
                {acting_for}
                {part(newest, state, view_standing)}
                {part(newest, |one| (one.state.stage, one.state.signing.clone(), one.state.payment.clone(), page_of(one), one.acting_over.clone(), one.help.clone()), view_next)}
                {part(newest, state, view_now)}
                {part(newest, |one| (one.state.dues.clone(), one.state.filing.clone()), view_dues)}
                {part(newest, |one| one.state.orders.clone(), |one| (view_disputes(&one.state.orders, false), view_refunds(&one.state.orders)))}
                {part(newest, counted, view_receipts)}
            </header>
            <div class="cd-case__body">
                <section>
                    <h2>{t("dossier.history")}</h2>
                    {part(newest, state, view_history)}
                </section>
                <aside class="cd-case__facts" aria-label=t("dossier.facts")>
                    {part(newest, state, view_facts)}
                    {part(newest, |one| (one.state.stage, one.state.signing.clone()), view_papers)}
                </aside>
            </div>
        </article>
    }
    .into_any()
}

fn name(one: &DossierView) -> String {
    let subject = about(one.subject.as_deref(), one.acting_for.as_ref().map(|whom| whom.name.as_str()));
    subject.map_or_else(|| one.title.clone(), |subject| [&one.title, ": ", subject].concat())
}

fn page_of(one: &DossierView) -> Option<String> {
    one.draft.as_ref().and_then(|draft| draft.page.clone())
}

fn view_tab(one: &DossierView) -> AnyView {
    match official_code(&one.state) {
        Some(code) => view! { {t("dossier.code")}" "<b>{code.to_owned()}</b> }.into_any(),
        None if one.state.stage == Stage::Draft => t("dossier.draft").into_any(),
        None => t("dossier.one").into_any(),
    }
}

fn view_standing(one: &DossierView) -> AnyView {
    let locale = use_locale();
    let stand = standing(&one.id, &one.state, None).helped(one.help.as_ref()).under(one.acting_over.as_ref());
    let tone = stand.tone;
    let word = {
        let stand = stand.clone();
        Signal::derive(move || stand.word(locale))
    };
    view! {
        <p class="cd-case__status"><Tag tone label=word/></p>
        <p class="cd-case__turn">{live(move || stand.turn(locale))}</p>
        {view_result(one)}
    }
    .into_any()
}

fn view_next(one: &DossierView) -> Option<AnyView> {
    let stand = standing(&one.id, &one.state, page_of(one).as_deref())
        .helped(one.help.as_ref())
        .under(one.acting_over.as_ref());
    let next = stand.way_on().map(|(next, label)| view! { <LinkButton href=next.href() label=t(label)/> });
    let taking = take_back(&one.id, one.help.as_ref());
    (next.is_some() || taking.is_some())
        .then(|| view! { <div class="cd-actions">{next}{taking}</div> }.into_any())
}
