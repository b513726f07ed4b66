//! All services on offer, by life event.

use contract::ListServices;
use leptos::prelude::*;

use crate::api::use_api;
use crate::i18n::{t, use_locale};
use crate::remote::remote;
use crate::ui::Heading;

/// The list of services.
#[component]
pub fn Services() -> impl IntoView {
    let (api, locale) = (use_api(), use_locale());
    let services = remote(move || {
        let lang = locale.tag();
        Box::pin(async move { api.get::<ListServices>(&[], &[("lang", lang)]).await })
    });
    view! {
        <Heading text=t("services.title")/>
        <p class="cd-lede">{t("services.lede")}</p>
        {services.show(false, |list| crate::events::view_events(&list.services, true))}
    }
}
