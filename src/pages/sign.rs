//! The signing page of a dossier. What happens on it is in `steps::sign`.

use leptos::prelude::*;

use crate::steps::{StepName, sign::sign, use_open_dossier};

/// The page.
#[component]
pub fn Sign() -> impl IntoView {
    let open = use_open_dossier();
    open.show(StepName::Sign, move |opened| sign(open, &opened))
}
