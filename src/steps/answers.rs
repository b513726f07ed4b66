//! All answers as they will be sent, grouped by page: value, source and a way to change each. The review and the print view.

use dossier::content::Covered;
use eform::{Kind, PageView, Severity};
use leptos::prelude::*;

use serde_json::Value;

use super::open::OpenDossier;
use crate::{
    form::{
        FormStore,
        catalogues::use_catalogues,
        covered,
        handle::Handle,
        link::question_href,
        messages,
        place::place,
        present::{self, source_text, value_text},
        statement::left_to_others,
    },
    i18n::{t, use_locale},
    ui::{CollectAny, Shape, SummaryList, SummaryRow, Tone, live},
};

/// Every visible page with its visible answers. `can_change`: with links that lead to the field and come back here.
pub fn answers(open: OpenDossier, store: FormStore, can_change: bool) -> AnyView {
    store.pages().iter().map(|page| part(open, store, page, can_change)).collect_any()
}

fn part(open: OpenDossier, store: FormStore, page: &PageView, can_change: bool) -> AnyView {
    let title = store.texts().get(&["page.", &page.id, ".title"].concat());
    let mut rows = Vec::new();
    let mut row_of_group = String::new();
    for path in &page.paths {
        let field = Handle::new(store, path);
        let kind = field.kind();
        // Rows of a group speak for themselves, unless there are too few or too many.
        let is_told = match kind {
            Kind::Notice => false,
            Kind::Group(_) => untrack(|| !store.violations_at(path).is_empty()),
            _ => true,
        };
        let is_shown = is_told && untrack(|| field.state()).is_visible;
        if is_shown {
            rows.extend(row_heading(&field, &mut row_of_group));
            rows.push(row(open, &field, &kind, can_change));
        }
    }
    view! {
        <section class="cd-answers">
            <h2 class="cd-answers__title">{title}</h2>
            <SummaryList>{rows}</SummaryList>
        </section>
    }
    .into_any()
}

/// "Người thứ 2, Tài sản thứ 1" before the first answer of each row of a group, and where an outer row goes on.
fn row_heading(field: &Handle, last: &mut String) -> Option<AnyView> {
    let row = field.path.rsplit_once('/').map_or("", |(row, _)| row).to_owned();
    if *last == row {
        return None;
    }
    last.clone_from(&row);
    let (say, store) = (use_locale(), field.store);
    let text = live(move || place(say, store, &row));
    (!last.is_empty())
        .then(|| view! { <div class="cd-answers__row"><dt>{text}</dt><dd></dd></div> }.into_any())
}

fn row(open: OpenDossier, field: &Handle, kind: &Kind, can_change: bool) -> AnyView {
    let say = use_locale();
    let state = untrack(|| field.state());
    // Who helps makes no statement for the citizen, and leaves none behind.
    let left = (*kind == Kind::Attestation).then(left_to_others).flatten();
    let is_left = left.is_some();
    let source = state.provenance.clone();
    let source = live(move || {
        let text = source.as_ref().and_then(|source| source_text(say, source))?;
        Some(view! { <p class="cd-answers__source">{text}</p> })
    });
    let label = field.label();
    let has_sentence =
        untrack(|| field.store.violations_at(&field.path).iter().any(|one| one.code != "required"));
    let covered = field.store.read(|instance| instance.covered(&field.path)).map(Covered::from);
    let value = match (kind, state.value) {
        _ if is_left => left.into_any(),
        // What was typed and cannot be read as an answer; why is said below it.
        (_, None) if has_sentence => typed(field, kind, state.raw),
        (_, None) if state.is_required => {
            view! { <span class="cd-answers__missing">{t("step.review.missing")}</span> }.into_any()
        }
        (Kind::File(_), None) if covered.is_some() => {
            let why = live(move || covered.as_ref().map(|covered| covered::reason(say, covered)));
            view! { <span class="cd-answers__empty">{t("form.file.covered")}</span> <p class="cd-answers__source">{why}</p> }
                .into_any()
        }
        (_, None) if field.is_computed() => {
            view! { <span class="cd-answers__empty">{t("form.known.unset")}</span> }.into_any()
        }
        (_, None) => view! { <span class="cd-answers__empty">{t("step.review.empty")}</span> }.into_any(),
        (Kind::Attestation | Kind::Consent, Some(_)) => attested(field),
        (_, Some(_)) => value_text(field).into_any(),
    };
    let action = (can_change && !is_left && !state.is_locked && !field.is_computed()).then(|| {
        let href = change_href(open, field);
        view! {
            <a href=href>{t("step.review.change")}<span class="cd-unseen">" "{label.clone()}</span></a>
        }
        .into_any()
    });
    let label = Signal::stored(label);
    let note = field.store.read(|instance| instance.note(&field.path)).map(|note| {
        let told = live(move || say.fill("step.review.note", &[("note", &note)]));
        view! { <p class="cd-answers__source">{told}</p> }
    });
    let problems = (!is_left).then(|| problems(field));
    let content = view! { {value} {source} {note} {problems} };
    match action {
        Some(action) => view! { <SummaryRow label=label action=action>{content}</SummaryRow> }.into_any(),
        None => view! { <SummaryRow label=label>{content}</SummaryRow> }.into_any(),
    }
}

/// What was typed, although it is no answer.
fn typed(field: &Handle, kind: &Kind, raw: Value) -> AnyView {
    let (say, catalogues, field, kind) = (use_locale(), use_catalogues(), field.clone(), kind.clone());
    live(move || present::typed(say, catalogues, &field.texts, &field.path, &kind, &raw))
}

/// What is wrong with the answer, or may be. That it is missing is said in its place.
fn problems(field: &Handle) -> AnyView {
    let (say, field) = (use_locale(), field.clone());
    live(move || {
        let found = field.store.violations_at(&field.path);
        let told = found.iter().filter(|violation| violation.code != "required");
        told.map(|violation| {
            let (tone, class) = match violation.severity {
                Severity::Error => (Tone::Stop, "cd-answers__problem cd-answers__problem--stop"),
                Severity::Warning => (Tone::Turn, "cd-answers__problem"),
            };
            let text = messages::text(say, &field, violation);
            view! { <p class=class><Shape tone/><span>{text}</span></p> }
        })
        .collect_any()
    })
}

/// The full text of a statement, as it goes into what is signed.
fn attested(field: &Handle) -> AnyView {
    let body = field.texts.field(&field.path, "body").unwrap_or_default();
    view! {
        <p class="cd-answers__attestation">{body}</p>
        <p>{value_text(field)}</p>
    }
    .into_any()
}

/// The field on its page; Continue comes back to the review.
fn change_href(open: OpenDossier, field: &Handle) -> String {
    let href = question_href(field.store, &open.id(), &field.path);
    href.map(|href| href + "&from=review").unwrap_or_default()
}

/// Whether something must still be put right.
#[must_use]
pub fn is_incomplete(store: FormStore) -> bool {
    store.read(|instance| instance.violations().iter().any(|violation| violation.severity == Severity::Error))
}
