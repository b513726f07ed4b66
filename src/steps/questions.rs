//! Leaving a page of questions: what is wrong is shown, what may stand is confirmed, then the citizen goes on.

use eform::{Severity, Violation};
use leptos::prelude::*;

use crate::{
    browser::focus,
    form::{FormStore, error_summary, files::FileCounter, handle::control_id},
    route::use_here,
};

/// Goes to the field that the address names, as links from other pages do.
pub fn focus_named_field() {
    if let Some(field) = use_here().with_untracked(|here| here.asked("field")) {
        focus::soon_to(control_id(&field));
    }
}

/// Whether the citizen may leave these pages. If not, every problem is shown at its field and focus is on the summary, or on the
/// photos that were not sent. Who helps (`is_helper`) leaves to the citizen what only they can state.
pub fn may_leave(store: FormStore, papers: Option<FileCounter>, pages: &[String], is_helper: bool) -> bool {
    let here = store.pages().into_iter().filter(|page| pages.contains(&page.id));
    let fields: Vec<String> = here.flat_map(|page| page.paths).filter(|path| store.asks(path)).collect();
    if papers.is_some_and(|papers| papers.calls_back(&fields)) {
        return false;
    }
    let mut problems: Vec<Violation> = pages.iter().flat_map(|page| store.problems(page)).collect();
    if is_helper {
        problems.retain(|problem| problem.code != "attestation.required");
    }
    if problems.is_empty() {
        return true;
    }
    store.reveal(&problems);
    focus::soon_to(error_summary::ID.to_owned());
    false
}

/// The citizen says that the answers behind the warnings are right.
pub fn confirm_warnings(store: FormStore, pages: &[String]) {
    let problems: Vec<Violation> = pages.iter().flat_map(|page| store.problems(page)).collect();
    store.confirm(&problems);
}

/// Whether an error is shown on these pages, for the title of the tab; follows the answers.
#[must_use]
pub fn has_shown_errors(store: FormStore, pages: &[String]) -> bool {
    pages
        .iter()
        .any(|page| store.shown_problems(page).iter().any(|problem| problem.severity == Severity::Error))
}

/// "Lỗi: " before the title while errors are shown.
#[must_use]
pub fn title_prefix(store: FormStore, pages: Signal<Vec<String>>) -> Signal<String> {
    let say = crate::i18n::use_locale();
    let is_wrong = Memo::new(move |_| has_shown_errors(store, &pages.get()));
    Signal::derive(move || if is_wrong.get() { say.text("form.title.error") } else { String::new() })
}
