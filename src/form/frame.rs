//! What surrounds every control: label, hint, "why do you ask", messages and the source of a known answer.
//!
//! The control itself is the widget's business; here its texts are tied to it by ids.

use eform::{Kind, Severity};
use leptos::prelude::*;

use crate::ui::{Shown, live};

use super::{handle::Handle, messages, place::place, present, reasons};
use crate::i18n::{t, use_locale};

/// How the control is named.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One control: a `label` points at it.
    Single,
    /// Several controls: a `fieldset` with a `legend`.
    Group,
    /// The same, as wide as there is room.
    Table,
}

/// The control of `field` with its texts.
pub fn frame(field: &Handle, shape: Shape, control: AnyView) -> AnyView {
    let class = {
        let field = field.clone();
        move || match (field.invalid().is_some(), shape == Shape::Table) {
            (false, false) => "cd-frame",
            (true, false) => "cd-frame cd-frame--wrong",
            (false, true) => "cd-frame cd-frame--wide",
            (true, true) => "cd-frame cd-frame--wide cd-frame--wrong",
        }
    };
    let below = (
        (hint(field), reasons::question(field)),
        (problems(field), reasons::problem(field)),
        control,
        source(field),
    );
    match shape {
        Shape::Single => view! {
            <div class=class>
                <label class="cd-frame__label" for=field.id()>{title(field)}</label>
                {below}
            </div>
        }
        .into_any(),
        Shape::Group | Shape::Table => {
            let is_rows = matches!(field.kind(), Kind::Group(_));
            let legend = (title(field), is_rows.then(|| around(field)).flatten());
            let field = field.clone();
            view! {
                <fieldset class=class aria-describedby=move || field.described_by()>
                    <legend class="cd-frame__label">{legend}</legend>
                    {below}
                </fieldset>
            }
            .into_any()
        }
    }
}

/// The label, with "(không bắt buộc)" when no answer is needed.
fn title(field: &Handle) -> AnyView {
    let label = field.label();
    let field = field.clone();
    view! {
        {label}
        <Shown when=move || !field.state().is_required>
            <span class="cd-frame__optional">" " {t("form.optional")}</span>
        </Shown>
    }
    .into_any()
}

/// Unseen, which row a field stands in; for what several rows have under the same name.
pub fn around(field: &Handle) -> Option<AnyView> {
    let (say, field) = (use_locale(), field.clone());
    field.path.contains('/').then(|| {
        let text = live(move || [" (", &place(say, field.store, &field.path), ")"].concat());
        view! { <span class="cd-unseen">{text}</span> }.into_any()
    })
}

fn hint(field: &Handle) -> Option<AnyView> {
    let text = field.texts.field(&field.path, "hint")?;
    Some(view! { <p class="cd-frame__hint" id=field.part_id("hint")>{text}</p> }.into_any())
}

/// The messages that the citizen has been shown; they go when the answer is right.
fn problems(field: &Handle) -> AnyView {
    let say = use_locale();
    let id = field.part_id("error");
    let field = field.clone();
    live(move || {
        let lines: Vec<AnyView> = field
            .state()
            .violations
            .iter()
            .map(|violation| {
                let is_error = violation.severity == Severity::Error;
                let class = if is_error { "cd-frame__error" } else { "cd-frame__warning" };
                let word = say.text(if is_error { "form.error" } else { "form.warning" });
                view! {
                    <span class=class>
                        <span class="cd-unseen">{word} ": "</span>
                        {messages::text(say, &field, violation)}
                    </span>
                }
                .into_any()
            })
            .collect();
        (!lines.is_empty()).then(|| view! { <p class="cd-frame__problems" id=id.clone()>{lines}</p> })
    })
}

/// Where the value comes from, when nobody had to type it.
pub fn source(field: &Handle) -> AnyView {
    let say = use_locale();
    let id = field.part_id("source");
    let field = field.clone();
    live(move || {
        let state = field.state();
        let text = state.provenance.as_ref().and_then(|provenance| present::source_text(say, provenance))?;
        Some(view! { <p class="cd-frame__source" id=id.clone()>{text}</p> })
    })
}
