//! A question over the page: the native `<dialog>`, which keeps focus inside and gives it back. Escape means no. Where a yes cannot be undone
//! the no stands first: there the focus begins.

use leptos::html;
use leptos::prelude::*;

use crate::browser::focus;

/// Shown while `open` is true.
#[component]
pub fn Dialog(
    /// Whether it is shown; set to `false` when it is closed by Escape.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What follows from it, and the buttons.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let is_open = open.get();
        if let Some(dialog) = dialog.get() {
            focus::show_dialog(&dialog, is_open);
        }
    });
    view! {
        <dialog class="cd-dialog" node_ref=dialog aria-label=title on:close=move |_| open.set(false)>
            <h2 class="cd-dialog__title">{title}</h2>
            <div class="cd-dialog__body">{children()}</div>
        </dialog>
    }
}
