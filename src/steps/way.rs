//! The way through the steps: which ones this dossier has, and where it stands. Pure decisions on the backend's answer.

use contract::{DossierView, SignPolicy};
use dossier::{Payment, Signing, Stage, State};
use eform::{Form, Instance, Step};
use leptos::prelude::*;

use super::open::Opened;
use crate::route::Route;

/// The six steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepName {
    /// Kê khai.
    Form,
    /// Giấy tờ.
    Documents,
    /// Xem lại.
    Review,
    /// Ký.
    Sign,
    /// Nộp phí.
    Pay,
    /// Biên nhận.
    Receipt,
}

impl StepName {
    /// The key of its tab, where a dossier is stood by as `sign` says.
    #[must_use]
    pub fn key(self, sign: SignPolicy) -> &'static str {
        match self {
            StepName::Sign if sign == SignPolicy::Identity => "step.confirm",
            StepName::Form => "step.form",
            StepName::Documents => "step.documents",
            StepName::Review => "step.review",
            StepName::Sign => "step.sign",
            StepName::Pay => "step.pay",
            StepName::Receipt => "step.receipt",
        }
    }

    /// Its screen; the form opens on `page`.
    #[must_use]
    pub fn route(self, id: String, page: String) -> Route {
        match self {
            StepName::Form => Route::Form(id, page),
            StepName::Documents => Route::Documents(id),
            StepName::Review => Route::Review(id),
            StepName::Sign => Route::Sign(id),
            StepName::Pay => Route::Pay(id),
            StepName::Receipt => Route::Receipt(id),
        }
    }
}

/// The steps this dossier has, in order. No signing step when none is asked for, no payment step when nothing is owed before
/// filing; while open questions decide such a fee, it is there.
#[must_use]
pub fn steps(opened: &Opened) -> Vec<StepName> {
    let (signs, pays) = opened.view.with(|view| match &view.state.requirements {
        Some(asked) => {
            let signs = asked.signature || asked.confirmation || asked.paper;
            (signs || !asked.others.is_empty(), asked.fee > 0)
        }
        None => (
            opened.bundle.sign != SignPolicy::None || names_others(opened),
            opened.store.is_some_and(|store| {
                let quote = store.quote();
                let is_at_filing =
                    |instance: &Instance| instance.form().fees().iter().any(|fee| fee.paid.is_filing());
                quote.total > 0 || !quote.waits_for.is_empty() && store.read(is_at_filing)
            }),
        ),
    });
    let has_documents = match opened.store {
        Some(store) => store.pages().iter().any(|page| page.step == Step::Documents),
        // The answers are gone once it is filed: as many steps as it had then.
        None => may_have_documents(&opened.form),
    };
    let all = [
        (StepName::Form, true),
        (StepName::Documents, has_documents),
        (StepName::Review, true),
        (StepName::Sign, signs),
        (StepName::Pay, pays),
        (StepName::Receipt, true),
    ];
    all.into_iter().filter(|(_, is_there)| *is_there).map(|(step, _)| step).collect()
}

/// Whether a form has any page of papers.
fn may_have_documents(form: &Form) -> bool {
    form.pages().iter().any(|page| page.step == Step::Documents)
}

/// Whether the answers name somebody who must agree as well.
fn names_others(opened: &Opened) -> bool {
    opened.store.is_some_and(|store| store.read(|instance| !instance.others().is_empty()))
}

/// Where the dossier stands: the step that waits for the citizen, or the receipt when none does. Never a page of questions.
#[must_use]
pub fn due(view: &DossierView) -> StepName {
    match view.state.stage {
        // Opened again, or never fixed: the review says what is missing.
        Stage::Draft => StepName::Review,
        Stage::Frozen if needs_signature(&view.state) || awaits_others(&view.state) => StepName::Sign,
        Stage::Frozen if owes(&view.state.payment) => StepName::Pay,
        Stage::Frozen | Stage::Filing | Stage::Filed | Stage::Discarded => StepName::Receipt,
    }
}

fn needs_signature(state: &State) -> bool {
    !matches!(
        state.signing,
        Signing::NotRequired | Signing::Signed { .. } | Signing::Confirmed { .. } | Signing::OnPaper { .. }
    )
}

fn awaits_others(state: &State) -> bool {
    state.awaited().next().is_some()
}

fn owes(payment: &Payment) -> bool {
    match payment {
        Payment::Quoted { .. }
        | Payment::Pending { .. }
        | Payment::Failed { .. }
        | Payment::Suspect { .. } => true,
        Payment::NotRequired | Payment::Waived { .. } | Payment::Paid { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::may_have_documents;

    #[test]
    fn a_form_without_papers_has_no_step_for_them_when_its_answers_are_gone() {
        let form = |steps: &[&str]| {
            let page = |step: &&str| json!({ "id": step, "step": step, "fields": [{ "id": format!("{step}_office"), "kind": "agency" }] });
            let schema = json!({
                "format": eform::FORMAT, "code": "a", "version": "1", "level": "commune", "sector": "a",
                "languages": ["vi"], "service": {}, "sign": "none", "fees": [], "agency": { "field": "form_office" },
                "pages": steps.iter().map(page).collect::<Vec<_>>(),
            });
            eform::compile(&eform::Schema::from_json(&schema.to_string()).unwrap()).unwrap()
        };
        assert!(!may_have_documents(&form(&["form"])));
        assert!(may_have_documents(&form(&["form", "documents"])));
    }
}
