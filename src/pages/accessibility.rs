//! The accessibility statement: what works, what does not, whom to tell.

use leptos::prelude::*;

use crate::i18n::t;
use crate::ui::{CollectAny, Heading};

/// Its parts, in order: a heading and a paragraph each.
const PARTS: [(&str, &str); 5] = [
    ("accessibility.1.title", "accessibility.1.body"),
    ("accessibility.2.title", "accessibility.2.body"),
    ("accessibility.3.title", "accessibility.3.body"),
    ("accessibility.4.title", "accessibility.4.body"),
    ("accessibility.5.title", "accessibility.5.body"),
];

/// The statement.
#[component]
pub fn Accessibility() -> impl IntoView {
    let part = |(title, body)| view! { <section><h2>{t(title)}</h2><p>{t(body)}</p></section> };
    view! {
        <Heading text=t("accessibility.title")/>
        <p class="cd-lede">{t("accessibility.lede")}</p>
        <div class="cd-prose">{PARTS.map(part).into_iter().collect_any()}</div>
    }
}
