//! Focus: where the keyboard is after a navigation, an error, a row added.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::page::{document, element};

thread_local! {
    /// Set by a navigation, taken by the first heading that is made after it.
    static WANTED: Cell<bool> = const { Cell::new(false) };
    /// Whether a screen has been shown since the page was loaded.
    static HAD_SCREEN: Cell<bool> = const { Cell::new(false) };
    /// Counts navigations, so that a heading of the screen that is being left can be told from the one that comes.
    static NAVIGATIONS: Cell<u32> = const { Cell::new(0) };
}

/// Asks the next heading that is made to take focus.
pub fn want_heading() {
    WANTED.set(true);
    NAVIGATIONS.set(NAVIGATIONS.get().wrapping_add(1));
}

/// How many navigations there were; a heading remembers it when it is made.
#[must_use]
pub fn navigations() -> u32 {
    NAVIGATIONS.get()
}

/// Whether a navigation still waits for its heading; asking answers it. A heading from before it (`made`) gets no.
#[must_use]
pub fn take_wanted(made: u32) -> bool {
    made == NAVIGATIONS.get() && WANTED.replace(false)
}

/// Whether the control that had the focus went away with the screen it was on: a screen that changes without a navigation
/// takes its button along. Asked by each heading as it appears; the first one after loading gets no.
#[must_use]
pub fn is_lost() -> bool {
    let is_nowhere =
        |page: web_sys::Document| page.active_element().is_none_or(|element| element.tag_name() == "BODY");
    HAD_SCREEN.replace(true) && document().is_some_and(is_nowhere)
}

/// Moves focus to an element without scrolling.
pub fn quietly(target: &HtmlElement) {
    let options = js_sys::Object::new();
    _ = js_sys::Reflect::set(&options, &"preventScroll".into(), &true.into());
    // `focus(options)` is called by name: web-sys hides it behind a feature of its own.
    if let Ok(focus) = js_sys::Reflect::get(target, &"focus".into())
        && let Ok(focus) = focus.dyn_into::<js_sys::Function>()
    {
        _ = focus.call1(target, &options);
    }
}

/// Moves focus to the element with this id and brings it into view; `false` when there is none.
pub fn to(id: &str) -> bool {
    let Some(target) = element(id) else { return false };
    target.scroll_into_view();
    target.focus().is_ok()
}

/// Brings the element with this id into view, only as far as needed, and leaves focus where it is.
pub fn show(id: &str) {
    if let Some(target) = element(id) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        target.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The same as [`to`], after the view has been drawn.
pub fn soon_to(id: String) {
    leptos::prelude::request_animation_frame(move || _ = to(&id));
}

/// Shows a `<dialog>` over the page, or closes it. The browser keeps focus inside and gives it back.
pub fn show_dialog(dialog: &HtmlDialogElement, is_open: bool) {
    if is_open && !dialog.open() {
        _ = dialog.show_modal();
    } else if !is_open && dialog.open() {
        dialog.close();
    }
}
