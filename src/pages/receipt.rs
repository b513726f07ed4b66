//! The receipt page of a dossier. What is on it is in `steps::receipt`.

use leptos::prelude::*;

use crate::steps::{StepName, receipt::receipt, use_open_dossier};

/// The page.
#[component]
pub fn Receipt() -> impl IntoView {
    let open = use_open_dossier();
    open.show(StepName::Receipt, move |opened| receipt(open, &opened))
}
