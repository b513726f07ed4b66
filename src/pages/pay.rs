//! The payment page of a dossier. What happens on it is in `steps::pay`.

use leptos::prelude::*;

use crate::steps::{StepName, pay::pay, use_open_dossier};

/// The page.
#[component]
pub fn Pay() -> impl IntoView {
    let open = use_open_dossier();
    open.show(StepName::Pay, move |opened| pay(open, &opened))
}
