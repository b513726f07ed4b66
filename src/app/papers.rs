//! The page of papers, which is a download of its own together with the widget of files.

use leptos::prelude::*;

use crate::pages;

crate::later! { part papers, fetched by fetch;
    /// The page of papers.
    pub fn view() -> AnyView {
        view! { <pages::Documents/> }.into_any()
    }
}
