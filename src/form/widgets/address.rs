//! A place of today (province, then its communes, then house and street), or, where the schema allows it, another
//! country or the words of an old document.

use eform::kinds::address::{Address, Detail};
use leptos::prelude::*;

use crate::ui::{Shown, live};

use crate::{
    form::{
        frame::{Shape, frame},
        handle::Handle,
        part_line::{PartLine, part_line},
        units::{chooser, place, units},
    },
    i18n::t,
};

/// Draws the field.
pub fn view(field: &Handle, address: &Address) -> AnyView {
    let is_home = {
        let field = field.clone();
        Memo::new(move |_| matches!(field.part("country").as_str(), "" | "VN"))
    };
    let [country, home, text, asking] = std::array::from_fn(|_| field.clone());
    let is_optional = address.detail == Detail::Optional;
    let asks_detail = {
        let address = address.clone();
        Memo::new(move |_| address.asks_detail(&asking.state().raw))
    };
    let countries = Signal::stored(Some("nationalities".to_owned()));
    let country = address.foreign.then(|| chooser(&country, "country", "form.address.country", countries));
    let detail_key = if is_optional { "form.address.detail.optional" } else { "form.address.detail" };
    let street = field.clone();
    let detail = live(move || {
        let line =
            PartLine { part: "detail", label: detail_key, autocomplete: "street-address", ..PartLine::WORDS };
        asks_detail.get().then(|| part_line(&street, line))
    });
    let old = address.historical.then(|| as_written(&text));
    let parts = view! {
        {country}
        <Shown when=is_home>{units(&home)}</Shown>
        {detail}
        {old}
    };
    frame(field, Shape::Group, place(parts.into_any()))
}

/// A place under its old name stands as it is written on the paper.
fn as_written(field: &Handle) -> AnyView {
    let has_text = !untrack(|| field.part("text")).is_empty();
    view! {
        <details class="cd-address__old" open=has_text>
            <summary>{t("form.address.old")}</summary>
            <p class="cd-frame__hint">{t("form.address.old.hint")}</p>
            {part_line(field, PartLine { label: "form.address.text", ..PartLine::WORDS })}
        </details>
    }
    .into_any()
}
