//! Everything that is wrong on a page, at its top, with a link to each field. Focus comes here when Continue found errors.

use eform::{Severity, Violation};
use leptos::prelude::*;

use super::{
    handle::{Handle, control_id},
    link::question_href,
    messages,
    store::FormStore,
};
use crate::{
    browser::focus,
    i18n::{t, use_locale},
    ui::{Button, CollectAny, Look, live},
};

/// The id that focus moves to.
pub const ID: &str = "error-summary";

/// Errors, or warnings when there are only those; nothing as long as nothing was shown or all is put right.
pub fn error_summary(store: FormStore, pages: Signal<Vec<String>>, on_confirm: Callback<()>) -> AnyView {
    let problems = Memo::new(move |_| {
        pages.get().iter().flat_map(|page| store.shown_problems(page)).collect::<Vec<_>>()
    });
    live(move || {
        let problems = problems.get();
        let (errors, warnings): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|violation| violation.severity == Severity::Error);
        match (errors.is_empty(), warnings.is_empty()) {
            (false, _) => Some(errors_view(store, &errors)),
            (true, false) => Some(warnings_view(ID, on_confirm, links(store, &warnings))),
            (true, true) => None,
        }
    })
}

fn errors_view(store: FormStore, errors: &[Violation]) -> AnyView {
    view! {
        <div class="cd-error-summary" id=ID tabindex="-1" role="group" aria-labelledby="error-summary-title">
            <h2 class="cd-error-summary__title" id="error-summary-title">{t("form.errors.title")}</h2>
            <ul>{links(store, errors)}</ul>
        </div>
    }
    .into_any()
}

/// Warnings may stand: the citizen says so with one press.
fn warnings_view(id: &'static str, on_confirm: Callback<()>, links: AnyView) -> AnyView {
    view! {
        <div class="cd-error-summary cd-error-summary--warning" id=id tabindex="-1" role="group" aria-labelledby="error-summary-title">
            <h2 class="cd-error-summary__title" id="error-summary-title">{t("form.warnings.title")}</h2>
            <ul>{links}</ul>
            <Button label=t("form.warnings.confirm") on_press=on_confirm look=Look::Quiet/>
        </div>
    }
    .into_any()
}

/// The same away from the fields, where each link leads to the page that asks the question.
pub fn warnings_elsewhere(
    store: FormStore,
    dossier: &str,
    warnings: &[Violation],
    on_confirm: Callback<()>,
) -> AnyView {
    let say = use_locale();
    let link = |violation: &Violation| {
        let text = messages::with_label(say, &Handle::new(store, &violation.path), violation);
        let href = question_href(store, dossier, &violation.path).map(|href| href + "&from=review");
        view! { <li><a href=href>{text}</a></li> }
    };
    let links = warnings.iter().map(link).collect_any();
    warnings_view("review-warnings", on_confirm, links)
}

fn links(store: FormStore, problems: &[Violation]) -> AnyView {
    let say = use_locale();
    problems
        .iter()
        .map(|violation| {
            let field = Handle::new(store, &violation.path);
            let text = messages::with_label(say, &field, violation);
            let (path, targets) = (violation.path.clone(), field.targets(&violation.code));
            let href = ["#", &field.id()].concat();
            view! {
                <li><a href=href on:click=move |event| {
                    event.prevent_default();
                    _ = go_to(&targets, &path);
                }>{text}</a></li>
            }
        })
        .collect_any()
}

/// Goes to the control, or to the nearest row around it when that is closed; `false` when neither is on this page.
pub fn go_to(targets: &[String], path: &str) -> bool {
    let rows = path.match_indices('/').rev().map(|(end, _)| control_id(&path[..end]));
    targets.iter().cloned().chain(rows).any(|target| focus::to(&target))
}
