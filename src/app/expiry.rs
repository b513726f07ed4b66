//! Warns before the session ends: for want of activity, while it can still be prolonged, or because it has lasted long enough.

use leptos::prelude::*;

use crate::api::use_api;
use crate::browser::timer;
use crate::i18n::{t, use_locale};
use crate::route::use_here;
use crate::session::use_session;
use crate::ui::{Button, LinkButton, Look, Shape, Tone, live};

/// Early enough to notice and act (WCAG 2.2.1 asks for twenty seconds at least).
const WARNING_MINUTES: i64 = 5;
/// How often the clock is looked at (milliseconds).
const LOOK: u64 = 20_000;

/// A strip under the masthead in the last minutes of a session. One that ends for want of activity is prolonged by a press; one that
/// has lasted as long as it may is begun anew at the identity provider, and the way back leads to where the citizen is.
#[component]
pub fn ExpiryNotice() -> impl IntoView {
    let (session, locale, api, here) = (use_session(), use_locale(), use_api(), use_here());
    let left = RwSignal::new(None::<(i64, bool)>);
    timer::every(LOOK, move || {
        let now = session.minutes_left();
        let has_ended = now.is_some_and(|(minutes, _)| minutes < 0);
        if has_ended {
            session.refresh();
        }
        left.set(now.filter(|(minutes, _)| (0..=WARNING_MINUTES).contains(minutes)));
    });
    let stay = Callback::new(move |()| {
        session.refresh();
        left.set(None);
    });
    let can_stay = Memo::new(move |_| left.get().map(|(_, can_stay)| can_stay));
    let words = move |key: &'static str| {
        let minutes = left.get().map_or(1, |(minutes, _)| minutes.max(1)).unsigned_abs();
        locale.count(key, minutes)
    };
    let again = move || api.login_address(&here.with(|here| here.path.clone()));
    move || {
        can_stay.get().map(|can_stay| {
            let key = if can_stay { "app.expiry" } else { "app.expiry.end" };
            let way = if can_stay {
                view! { <Button label=t("app.expiry.stay") look=Look::Quiet on_press=stay/> }.into_any()
            } else {
                view! { <LinkButton href=again() label=t("app.expiry.again") look=Look::Quiet/> }.into_any()
            };
            view! {
                <div class="cd-strip cd-strip--stays" role="alert">
                    <Shape tone=Tone::Turn/>
                    <p>{live(move || words(key))}</p>
                    {way}
                </div>
            }
        })
    }
}
