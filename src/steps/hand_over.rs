//! The end of helping: the dossier goes to the citizen whose it is, with the way for them to find it. From then on it is closed here.

use contract::{HandOver, Help, Nothing};
use leptos::prelude::*;
use vietqr::picture;

use super::{
    open::{OpenDossier, Opened},
    press::Press,
    transfer::copy,
};
use crate::{
    api::ApiError,
    browser::page,
    form::{
        FormStore,
        files::{FileCounter, use_files},
    },
    i18n::{t, tp, use_locale},
    route::Route,
    ui::{Heading, LinkButton, Look, Notice, Tone, live, qr_figure},
};

/// The button in place of the one that fixes the dossier, when it is a helper who looks.
pub fn hand_over(open: OpenDossier, opened: &Opened, store: FormStore) -> Option<AnyView> {
    let say = use_locale();
    let name = opened.view.with_untracked(|view| view.helping().map(|help| help.citizen.clone()))?;
    let (autosave, papers) = (opened.autosave, use_files());
    let is_held = RwSignal::new(false);
    let press = {
        let name = name.clone();
        Press::new(move || {
            let name = name.clone();
            Box::pin(async move {
                let on_their_way = papers.map_or_else(Vec::new, FileCounter::unsettled);
                let is_held_up = on_their_way.iter().any(|field| store.asks(field));
                is_held.try_set(is_held_up);
                if is_held_up {
                    return Ok(());
                }
                if let Some(autosave) = autosave {
                    autosave.finish().await.map_err(|_| ApiError::Offline)?;
                }
                let result = open.api().send::<HandOver>(&[&open.id()], &Nothing, None).await;
                if let Err(error) = &result {
                    open.look_again(error).await;
                }
                result?;
                open.leave(ViewFn::from(move || handed_over(&open.id(), &name)));
                Ok(())
            })
        })
    };
    let label = {
        let name = name.clone();
        Signal::derive(move || say.fill("step.help.hand_over", &[("name", &name)]))
    };
    let held = live(move || {
        is_held.get().then(|| {
            view! { <Notice tone=Tone::Stop title=t("step.help.held") is_alert=true/> }
        })
    });
    Some(
        view! {
            <p>{tp("step.help.why", vec![("name", name)])}</p>
            {held}
            {press.trouble()}
            {press.button(label, Look::Main)}
        }
        .into_any(),
    )
}

/// Where the citizen finds it: among their dossiers, or by this address, which leads in only whoever may read it.
fn handed_over(id: &str, name: &str) -> AnyView {
    let say = use_locale();
    let url = [&page::origin(), &*Route::Dossier(id.to_owned()).href()].concat();
    let code = picture(&url).map(|drawn| {
        let name = name.to_owned();
        let caption = Signal::derive(move || say.fill("step.others.code", &[("name", &name)]));
        qr_figure(drawn.side, drawn.path(), "handed-over".to_owned(), caption, ().into_any())
    });
    let own = || vec![("name", name.to_owned())];
    view! {
        <Heading text=tp("step.help.handed", own())/>
        <p class="cd-lede">{tp("step.help.handed.body", own())}</p>
        <p>{t("step.help.handed.how")}</p>
        <p class="cd-others__link"><code>{url.clone()}</code></p>
        <div class="cd-actions">{copy(tp("step.others.link.of", own()), url)}</div>
        {code}
        <div class="cd-actions"><LinkButton href=Route::Dossiers.href() label=t("app.nav.dossiers") look=Look::Plain/></div>
    }
    .into_any()
}

/// Who has helped the citizen with what they are about to stand for.
pub fn helped(opened: &Opened) -> Option<AnyView> {
    let own = |help: &Help| (!help.is_helper).then(|| help.by.name.clone());
    let name = opened.view.with_untracked(|view| view.help.as_ref().and_then(own))?;
    Some(
        view! { <Notice tone=Tone::Turn title=tp("step.help.by", vec![("name", name)])><p>{t("step.help.by.body")}</p></Notice> }
            .into_any(),
    )
}
