//! The ways to pay: what each is called, which of them an order that is open is of, that another was chosen than that one, and how it is given
//! up. What happens on them is in `pay` and `transfer`.

use contract::DossierView;
use dossier::Command;
use leptos::prelude::*;

use super::{command::GivingUp, open::Opened};
use crate::{
    i18n::{t, use_locale},
    ui::{Notice, Tone, live},
};

/// The short name of bank transfers; every other provider has a page of its own.
pub(super) const TRANSFER: &str = "vietqr";
/// The short name of the national payment platform.
pub(super) const NATIONAL: &str = "national";

/// Giving an order up. Its money may be on the way, and comes all the same.
pub(super) const CANCEL: GivingUp = GivingUp {
    command: Command::CancelPayment,
    name: "cancel-pay",
    label: "step.pay.cancel",
    sure: Some(["step.pay.cancel.sure", "step.pay.cancel.sure.body", "step.pay.cancel.sure.yes"]),
};

/// Whether another way was chosen here than that of the order that is open, which is then on screen instead.
#[derive(Clone, Copy)]
pub(super) struct OtherChosen(pub(super) RwSignal<bool>);

/// Lets the screens below say why they are not of the way that was chosen.
pub(super) fn provide_other_chosen() {
    provide_context(OtherChosen(RwSignal::new(false)));
}

/// What the button of a way says; the way has no other name.
pub(super) fn label(provider: &str) -> &'static str {
    match provider {
        TRANSFER => "step.transfer.go",
        NATIONAL => "step.national.go",
        _ => "step.pay.go",
    }
}

/// That the order on screen is of another way than the one that was just chosen, which way that is, and how another can be chosen.
pub(super) fn other_chosen(opened: &Opened, due: Option<u32>) -> AnyView {
    let say = use_locale();
    let Some(OtherChosen(is_other)) = use_context() else { return ().into_any() };
    let way = label(&provider(opened, due));
    live(move || {
        is_other.get().then(|| {
            let (way, give_up) = (say.text(way), say.text(CANCEL.label));
            let body = say.fill("step.pay.other.body", &[("way", &way), ("give_up", &give_up)]);
            view! { <Notice tone=Tone::Turn title=t("step.pay.other") is_alert=true><p>{body}</p></Notice> }
                .into_any()
        })
    })
}

/// The way of the order that is open.
pub(super) fn provider(opened: &Opened, due: Option<u32>) -> String {
    opened.view.with_untracked(|view| {
        view.paying(due).and_then(|paying| paying.providers.first().cloned()).unwrap_or_default()
    })
}

/// Whether the order that is open is of the way that was chosen.
pub(super) fn is_own(view: &DossierView, due: Option<u32>, chosen: Option<&str>) -> bool {
    let providers = view.paying(due).map(|paying| &paying.providers);
    providers.is_none_or(|providers| providers.first().map(String::as_str) == chosen)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::label;
    use crate::i18n::use_locale;

    #[test]
    fn the_order_that_is_open_is_named_by_the_button_of_its_way() {
        let say = use_locale();
        let labels = ["vnpay", "vietqr", "national"].map(label);
        assert!(labels.iter().all(|key| say.has(key)), "{labels:?}");
        let body = say.fill("step.pay.other.body", &[("way", &say.text(labels[1])), ("give_up", "x")]);
        assert!(body.contains(&say.text("step.transfer.go")), "{body}");
    }
}
