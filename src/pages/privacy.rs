//! The privacy statement: what is kept, where, how long, and what is not.

use leptos::prelude::*;

use crate::i18n::t;
use crate::ui::{CollectAny, Heading};

/// Its parts, in order: a heading and a paragraph each.
const PARTS: [(&str, &str); 5] = [
    ("privacy.1.title", "privacy.1.body"),
    ("privacy.2.title", "privacy.2.body"),
    ("privacy.3.title", "privacy.3.body"),
    ("privacy.4.title", "privacy.4.body"),
    ("privacy.5.title", "privacy.5.body"),
];

/// The statement.
#[component]
pub fn Privacy() -> impl IntoView {
    let part = |(title, body)| view! { <section><h2>{t(title)}</h2><p>{t(body)}</p></section> };
    view! {
        <Heading text=t("privacy.title")/>
        <p class="cd-lede">{t("privacy.lede")}</p>
        <div class="cd-prose">{PARTS.map(part).into_iter().collect_any()}</div>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use crate::i18n::{Lang, text_in};

    #[test]
    fn every_register_that_may_be_asked_is_named() {
        for lang in Lang::ALL {
            let told = text_in(lang, "privacy.1.body").unwrap();
            for register in eform::REGISTERS {
                let name = text_in(lang, &["form.source.", register].concat()).unwrap();
                assert!(told.contains(name), "{name}");
            }
        }
    }
}
