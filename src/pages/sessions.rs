//! Where the citizen is signed in, or was until a few hours ago: each device in plain words, with the way to end its session for good. The
//! present one is ended in the masthead.

use contract::{ListSessions, Nothing, OpenSession, RevokeOthers, RevokeSession, SessionList};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, use_api};
use crate::browser::focus;
use crate::i18n::{t, use_locale};
use crate::remote::{Remote, remote, view_trouble};
use crate::ui::{Button, Heading, Look, Tag, Tone, live, use_announcer};

/// Where the focus goes when a device has left the list.
const LIST: &str = "sessions";

/// The list of devices.
#[component]
pub fn Sessions() -> impl IntoView {
    let api = use_api();
    let sessions = remote(move || Box::pin(async move { api.get::<ListSessions>(&[], &[]).await }));
    view! {
        <Heading text=t("sessions.title")/>
        <p class="cd-lede">{t("sessions.lede")}</p>
        <section id=LIST tabindex="-1" aria-label=t("sessions.title")>
            {sessions.show(false, move |list| view_list(&list, sessions))}
        </section>
    }
}

fn view_list(list: &SessionList, sessions: Remote<SessionList>) -> AnyView {
    let has_others = list.sessions.iter().any(|one| !one.is_current);
    let rows: Vec<AnyView> = list.sessions.iter().map(|one| view_session(one.clone(), sessions)).collect();
    let others = if has_others {
        view! { <div class="cd-actions"><End sessions/></div> }.into_any()
    } else {
        view! { <p>{t("sessions.only")}</p> }.into_any()
    };
    view! {
        <ul class="cd-sessions">{rows}</ul>
        {others}
        <p class="cd-quiet">{t("sessions.doubt")}</p>
    }
    .into_any()
}

fn view_session(one: OpenSession, sessions: Remote<SessionList>) -> AnyView {
    let locale = use_locale();
    let known: Vec<String> = [one.browser, one.system].into_iter().flatten().collect();
    let device = known.join(" \u{b7} ");
    let name =
        Signal::derive(
            move || {
                if device.is_empty() { locale.text("sessions.unnamed") } else { device.clone() }
            },
        );
    let is_late = one.takes_until.is_some();
    let late = one.takes_until.map(|until| {
        view! {
            <p><Tag tone=Tone::Plain label=t("sessions.late")/></p>
            <p>{live(move || locale.fill("sessions.late.body", &[("time", &locale.date_time(&until))]))}</p>
        }
    });
    let way = if one.is_current {
        view! { <Tag tone=Tone::Done label=t("sessions.current")/> }.into_any()
    } else {
        view! { <End handle=one.id is_late name sessions/> }.into_any()
    };
    let (since, seen) = (one.signed_in_at, one.seen_at);
    view! {
        <li class="cd-sessions__one">
            <h2 class="cd-sessions__name">{name}</h2>
            <p>{live(move || locale.fill("sessions.since", &[("time", &locale.date_time(&since))]))}</p>
            <p>{live(move || locale.fill("sessions.seen", &[("time", &locale.date_time(&seen))]))}</p>
            {late}
            {way}
        </li>
    }
    .into_any()
}

/// Ends one session, or all others when no handle is given.
#[component]
fn End(
    #[prop(optional, into)] handle: Option<String>,
    /// Whether it has ended by itself, and only takes what was typed.
    #[prop(optional)]
    is_late: bool,
    /// The device; none for all others.
    #[prop(optional)]
    name: Signal<String>,
    sessions: Remote<SessionList>,
) -> impl IntoView {
    let (api, locale, announcer) = (use_api(), use_locale(), use_announcer());
    let is_busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<ApiError>);
    let is_one = handle.is_some();
    let handle = StoredValue::new(handle);
    let end = Callback::new(move |()| {
        is_busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let result = match handle.get_value() {
                Some(handle) => api.send::<RevokeSession>(&[&handle], &Nothing, None).await,
                None => api.send::<RevokeOthers>(&[], &Nothing, None).await,
            };
            is_busy.try_set(false);
            match result {
                Ok(Nothing) | Err(ApiError::NotFound) => {
                    announcer.say(locale.text(if is_late {
                        "sessions.late.ended"
                    } else {
                        "sessions.ended"
                    }));
                    // The button goes with its row.
                    focus::to(LIST);
                    sessions.again();
                }
                Err(error) => _ = trouble.try_set(Some(error)),
            }
        });
    });
    let view_failure = live(move || trouble.get().map(|error| view_trouble(&error, false, end)));
    let label = match (is_one, is_late) {
        (false, _) => t("sessions.others"),
        (true, false) => t("sessions.end"),
        (true, true) => t("sessions.late.end"),
    };
    view! {
        <Button label about=name look=Look::Quiet busy=is_busy on_press=end/>
        {view_failure}
    }
}
