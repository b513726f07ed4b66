//! No such page: says so and shows the two ways on.

use leptos::prelude::*;

use crate::i18n::t;
use crate::route::Route;
use crate::ui::{Heading, LinkButton, Look};

/// The page for an unknown path.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Heading text=t("not_found.title")/>
        <p class="cd-lede">{t("not_found.body")}</p>
        <div class="cd-actions">
            <LinkButton href=Route::Home.href() label=t("not_found.home")/>
            <LinkButton href=Route::Dossiers.href() label=t("app.nav.dossiers") look=Look::Quiet/>
        </div>
    }
}
