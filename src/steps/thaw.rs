//! Back to editing: the fixed version is given up, after asking when a signature, or what counts instead of one, goes with it.

use contract::{Nothing, Thaw};
use dossier::{Command, Signing, undecided_order};
use leptos::prelude::*;

use super::{
    command::{allows, key},
    open::{OpenDossier, Opened},
    paper,
    press::Press,
};
use crate::{
    i18n::t,
    ui::{CollectAny, Look, Shown, live},
};

/// The button that opens the dossier for editing again, when the dossier allows it.
pub fn thaw_button(open: OpenDossier, opened: &Opened) -> AnyView {
    let view = opened.view;
    let is_asking = RwSignal::new(false);
    let thaw = Press::new(move || {
        let key = view.with_untracked(|view| key(view, "thaw", view.state.version));
        Box::pin(async move { open.order::<Thaw>(&Nothing, key).await })
    });
    let is_signed = move || {
        let stands = |signing: &Signing| {
            matches!(signing, Signing::Signed { .. } | Signing::Confirmed { .. } | Signing::OnPaper { .. })
        };
        view.with_untracked(|view| stands(&view.state.signing))
    };
    let have_agreed = move || view.with_untracked(|view| !view.state.agreed.is_empty());
    let is_scanned = move || view.with_untracked(|view| paper::has_scan(open, view));
    // A code or a page that may still take money is out of our hands.
    let is_payable = move || view.with_untracked(|view| undecided_order(&view.state, None).is_some());
    let asks = move || is_signed() || have_agreed() || is_scanned() || is_payable();
    let why = live(move || {
        let told = [
            (is_signed(), "step.thaw.sure.body"),
            (have_agreed(), "step.thaw.sure.others"),
            (is_scanned(), "step.thaw.sure.scan"),
            (is_payable(), "step.thaw.sure.paying"),
        ];
        let told = told.into_iter().filter(|(is_so, _)| is_asking.get() && *is_so);
        told.map(|(_, key)| view! { <p>{t(key)}</p> }).collect_any()
    });
    let is_offered = Memo::new(move |_| view.with(|view| allows(view, Command::Thaw)));
    view! {
        <Shown when=is_offered>
            {thaw.button_asking(t("step.thaw"), Look::Quiet, is_asking, asks)}
        </Shown>
        {thaw.trouble()}
        {thaw.question(is_asking, "step.thaw.sure", why.into_any(), "step.thaw.sure.yes")}
    }
    .into_any()
}
