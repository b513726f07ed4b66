//! Province and commune: the two comboboxes that addresses and agencies share.
//!
//! The communes are those of the chosen province, which always stands above them, so that "Xã Tân Tiến" is never alone.

use eform::Kind;
use leptos::prelude::*;

use super::{
    catalogues::communes_of,
    combobox::{Choosing, Offers, combobox},
    handle::Handle,
};
use crate::i18n::t;

/// Province and commune of `field`.
pub fn units(field: &Handle) -> AnyView {
    let communes = {
        let field = field.clone();
        Signal::derive(move || {
            Some(field.part("province")).filter(|code| is_province(code)).map(|code| communes_of(&code))
        })
    };
    view! {
        {chooser(field, "province", "form.address.province", Signal::stored(Some("provinces".to_owned())))}
        {chooser(field, "commune", "form.address.commune", communes)}
    }
    .into_any()
}

/// The parts of a place, one below the other.
pub fn place(parts: AnyView) -> AnyView {
    view! { <div class="cd-units">{parts}</div> }.into_any()
}

/// One part of a place, chosen from `list`.
pub fn chooser(
    field: &Handle,
    part: &'static str,
    key: &'static str,
    list: Signal<Option<String>>,
) -> AnyView {
    // The province takes the field's own id, so that a link of the error summary lands on it.
    let id = if part == "province" { field.id() } else { field.part_id(part) };
    let [shown, checking, asking, choosing] = std::array::from_fn(|_| field.clone());
    let is_historical = matches!(field.kind(), Kind::Address(address) if address.historical);
    let offers = Offers { day: (!is_historical).then(|| field.store.today()), digits: None };
    view! {
        <div class="cd-units__part">
            <label for=id.clone()>{t(key)}</label>
            {combobox(Choosing {
                id,
                list,
                offers,
                code: Signal::derive(move || given(&shown, part)),
                on_choose: Callback::new(move |code| choose(&choosing, part, code)),
                on_list: field.store.list_taker(),
                described_by: Signal::stored(None),
                invalid: Signal::derive(move || checking.part_invalid(part)),
                required: Signal::derive(move || asking.state().is_required),
            })}
        </div>
    }
    .into_any()
}

/// The chosen code; the country is Việt Nam until another one is chosen.
fn given(field: &Handle, part: &str) -> String {
    let code = field.part(part);
    if part == "country" && code.is_empty() { "VN".to_owned() } else { code }
}

/// Another province or country takes the commune away: it would be a commune of elsewhere.
fn choose(field: &Handle, part: &str, code: String) {
    if untrack(|| field.part(part)) == code {
        return;
    }
    match part {
        "country" => {
            field.set_parts(&[(part, code), ("province", String::new()), ("commune", String::new())]);
        }
        "province" => field.set_parts(&[(part, code), ("commune", String::new())]),
        _ => field.set_part(part, code),
    }
}

fn is_province(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit())
}
