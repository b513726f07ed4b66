//! An amount in đồng, with the amount in words below it.

use leptos::prelude::*;

use crate::{
    form::{
        frame::{Shape, frame},
        handle::Handle,
        line::{Line, input},
    },
    i18n::t,
};

/// Draws the field.
pub fn view(field: &Handle) -> AnyView {
    let words = {
        let field = field.clone();
        move || field.state().value.and_then(|value| value.as_u64()).map(eform::words::money)
    };
    let control = view! {
        <div class="cd-money">{input(field, Line::DIGITS)} <span aria-hidden="true">{t("form.money.unit")}</span></div>
        <output class="cd-money__words" for=field.id() lang="vi">{words}</output>
    };
    frame(field, Shape::Single, control.into_any())
}
