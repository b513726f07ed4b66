//! Where the link leads that one of several people who must agree to a dossier has got. What happens on it is in `steps::cosign`.

use leptos::prelude::*;

use crate::steps::cosign::cosign;

/// The page.
#[component]
pub fn Cosign(
    /// What the link ends with.
    link: String,
) -> impl IntoView {
    cosign(link)
}
