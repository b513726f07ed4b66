//! The steps after the form and its papers, which are a download of their own: the first question does not wait for them.

use leptos::prelude::*;

use crate::i18n::{FILING, add_texts};
use crate::pages;
use crate::steps::StepName;

crate::later! { part filing, fetched by fetch;
    /// The page of a step: checked, signed, paid for, received.
    pub fn view(step: StepName) -> AnyView {
        add_texts(FILING);
        match step {
            StepName::Sign => view! { <pages::Sign/> }.into_any(),
            StepName::Pay => view! { <pages::Pay/> }.into_any(),
            StepName::Receipt => view! { <pages::Receipt/> }.into_any(),
            // The form and its papers are in `app`: whoever gets here with one of them checks it first.
            StepName::Review | StepName::Form | StepName::Documents => view! { <pages::Review/> }.into_any(),
        }
    }
}

crate::later! { part filing, fetched by fetch_cosign;
    /// The page of a link to somebody else's dossier.
    pub fn cosign(link: String) -> AnyView {
        add_texts(FILING);
        view! { <pages::Cosign link/> }.into_any()
    }
}
