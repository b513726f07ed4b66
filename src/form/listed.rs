//! The one combobox that is a whole field: the kinds that share it say which list and which of its entries.

use leptos::prelude::*;

use super::{
    combobox::{Choosing, Offers, combobox},
    frame::{Shape, frame},
    handle::Handle,
};

/// A frame around a combobox; the answer is a code of the list called `name`.
pub fn listed(field: &Handle, name: String, offers: Offers) -> AnyView {
    let [shown, describing, checking, asking, choosing] = std::array::from_fn(|_| field.clone());
    let control = combobox(Choosing {
        id: field.id(),
        list: Signal::stored(Some(name)),
        offers,
        code: Signal::derive(move || shown.text()),
        on_choose: Callback::new(move |code: String| choosing.set(code)),
        on_list: field.store.list_taker(),
        described_by: Signal::derive(move || describing.described_by()),
        invalid: Signal::derive(move || checking.invalid()),
        required: Signal::derive(move || asking.state().is_required),
    });
    frame(field, Shape::Single, control)
}
