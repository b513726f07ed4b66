//! The foot of every page: where people help in person, and what this site promises.

use leptos::prelude::*;

use crate::i18n::t;
use crate::route::Route;

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="cd-foot">
            <div class="cd-foot__in">
                <div class="cd-foot__help">
                    <p class="cd-foot__title">{t("app.help.title")}</p>
                    <p>{t("app.help.body")}</p>
                </div>
                <nav class="cd-foot__links" aria-label=t("app.foot")>
                    <a href=Route::Services.href()>{t("app.nav.services")}</a>
                    <a href=Route::Accessibility.href()>{t("accessibility.title")}</a>
                    <a href=Route::Privacy.href()>{t("privacy.title")}</a>
                    <a href=Route::Statistics.href()>{t("statistics.title")}</a>
                    <a href=Route::Verify.href()>{t("verify.title")}</a>
                    <a href=Route::CheckReceipt.href()>{t("check_receipt.title")}</a>
                </nav>
            </div>
        </footer>
    }
}
