//! The address that leads to one question, on its page of the dossier. The page opens there and puts the keyboard on it
//! (`steps/questions.rs`).

use eform::Step;

use super::store::FormStore;
use crate::route::Route;

/// The address of the question at `path`; nothing for one that the form does not have.
#[must_use]
pub fn question_href(store: FormStore, dossier: &str, path: &str) -> Option<String> {
    let route = store.read(|instance| {
        let page = instance.form().page_of(path)?;
        Some(match page.step {
            Step::Form => Route::Form(dossier.to_owned(), page.id.clone()),
            Step::Documents => Route::Documents(dossier.to_owned()),
        })
    })?;
    Some([&route.href(), "?field=", path].concat())
}
