//! Why to sign in and what will happen, what went wrong the last time, and the way to the identity provider.

use leptos::prelude::*;

use crate::api::use_api;
use crate::i18n::{t, use_locale};
use crate::route::{Route, use_here};
use crate::session::use_session;
use crate::ui::{Heading, LinkButton, Notice, Tone, live};

/// The reasons that have a text of their own.
const PROBLEMS: [&str; 6] = ["cancelled", "failed", "unavailable", "expired", "level", "other_person"];

/// The sign-in page.
#[component]
pub fn SignIn() -> impl IntoView {
    let here = use_here();
    let (api, session, locale) = (use_api(), use_session(), use_locale());
    let return_to = Memo::new(move |_| {
        here.with(|here| here.asked("return_to").filter(|path| is_ours(path))).unwrap_or("/".into())
    });
    let problem = Memo::new(move |_| here.with(|here| here.asked("problem")));
    let is_signed_in = Memo::new(move |_| session.is_signed_in() == Some(true));
    let view_problem = live(move || {
        let problem = problem.get()?;
        let name = if PROBLEMS.contains(&problem.as_str()) { problem } else { "failed".to_owned() };
        let tone = if name == "cancelled" || name == "expired" { Tone::Turn } else { Tone::Stop };
        // Who is signed in was asked to confirm who they are, and turned back: they are not to read that they are not.
        let name = if name == "cancelled" && is_signed_in.get() { "unconfirmed".to_owned() } else { name };
        let (title, body) = (["sign_in.", &name, ".title"].concat(), ["sign_in.", &name, ".body"].concat());
        let title = Signal::derive(move || locale.text(&title));
        Some(view! { <Notice tone title is_alert=true><p>{live(move || locale.text(&body))}</p></Notice> })
    });
    let way_on = live(move || {
        let target = return_to.get();
        if is_signed_in.get() {
            view! {
                <p>{t("sign_in.already")}</p>
                <div class="cd-actions"><LinkButton href=target label=t("sign_in.go_on")/></div>
            }
            .into_any()
        } else {
            let login = api.login_address(&target);
            view! { <div class="cd-actions"><LinkButton href=login label=t("sign_in.button")/></div> }
                .into_any()
        }
    });
    // Whoever comes back from paying fears for the money.
    let paying = live(move || {
        let is_feared = !is_signed_in.get() && Route::parse(&return_to.get()).is_paying();
        is_feared.then(|| view! { <Notice tone=Tone::Turn title=t("api.sign_in_needed.paying")/> })
    });
    view! {
        <Heading text=t("sign_in.title")/>
        {view_problem}
        {paying}
        <p class="cd-lede">{t("sign_in.lede")}</p>
        <ul class="cd-list">
            <li>{t("sign_in.point.1")}</li>
            <li>{t("sign_in.point.2")}</li>
            <li>{t("sign_in.point.3")}</li>
        </ul>
        {way_on}
    }
}

/// Only a path of this portal may be returned to.
fn is_ours(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && (path == "/" || Route::parse(path) != Route::NotFound)
}
