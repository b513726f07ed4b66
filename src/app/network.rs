//! Says when the network is gone, and that it is back.

use leptos::prelude::*;

use crate::browser::net;
use crate::i18n::{t, use_locale};
use crate::ui::{Shape, Tone, use_announcer};

/// A strip under the masthead while there is no network.
#[component]
pub fn NetworkNotice() -> impl IntoView {
    let is_online = RwSignal::new(net::is_online());
    let locale = use_locale();
    let announcer = use_announcer();
    net::on_network_change(move |online| {
        is_online.set(online);
        announcer.say(locale.text(if online { "app.online" } else { "app.offline" }));
    });
    move || {
        (!is_online.get()).then(|| {
            view! {
                <aside class="cd-strip" aria-label=t("api.offline.title")>
                    <Shape tone=Tone::Turn/>
                    <p>{t("app.offline")}</p>
                </aside>
            }
        })
    }
}
