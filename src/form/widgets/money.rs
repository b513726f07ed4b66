//! An amount in đồng, with the amount in words below it, in the language that is being read.

use eform::words;
use leptos::prelude::*;

use crate::{
    form::{
        frame::{Shape, frame},
        handle::Handle,
        line::{Line, input},
    },
    i18n::{Lang, t, use_locale},
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    let say = use_locale();
    let words = {
        let field = field.clone();
        move || {
            let amount = field.state().value?.as_u64()?;
            Some(match say.lang() {
                Lang::Vi => words::money(amount),
                Lang::En => words::money_in_english(amount),
            })
        }
    };
    let control = view! {
        <div class="cd-money">{input(field, Line::DIGITS)} <span aria-hidden="true">{t("form.money.unit")}</span></div>
        <output class="cd-money__words" for=field.id() lang=move || say.tag()>{words}</output>
    };
    frame(field, Shape::Single, control.into_any())
}
