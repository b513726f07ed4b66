//! Warns before the session ends for want of activity, while it can still be prolonged.

use leptos::prelude::*;

use crate::browser::timer;
use crate::i18n::{t, use_locale};
use crate::session::use_session;
use crate::ui::{Button, Look, Shape, Tone};

/// Early enough to notice and act (WCAG 2.2.1 asks for twenty seconds at least).
const WARNING_MINUTES: i64 = 5;
/// How often the clock is looked at (milliseconds).
const LOOK: u64 = 20_000;

/// A strip under the masthead in the last minutes of a session.
#[component]
pub fn ExpiryNotice() -> impl IntoView {
    let (session, locale) = (use_session(), use_locale());
    let left = RwSignal::new(None::<i64>);
    timer::every(LOOK, move || {
        let minutes = session.minutes_left();
        let has_ended = minutes.is_some_and(|minutes| minutes < 0);
        if has_ended {
            session.refresh();
        }
        left.set(minutes.filter(|minutes| (0..=WARNING_MINUTES).contains(minutes)));
    });
    let stay = Callback::new(move |()| {
        session.refresh();
        left.set(None);
    });
    let is_soon = Memo::new(move |_| left.get().is_some());
    let words = move || {
        let minutes = left.get().unwrap_or_default().max(1).unsigned_abs();
        locale.count("app.expiry", minutes)
    };
    move || {
        is_soon.get().then(|| {
            view! {
                <div class="cd-strip" role="alert">
                    <Shape tone=Tone::Turn/>
                    <p>{words}</p>
                    <Button label=t("app.expiry.stay") look=Look::Quiet on_press=stay/>
                </div>
            }
        })
    }
}
