//! Address bar, Back and Forward: pushes entries, hears links and `popstate`, remembers how far each entry was scrolled and
//! what was searched for on it.
//!
//! Which addresses belong to the app is decided by `route`, not here.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use leptos::prelude::window_event_listener_untyped;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent};

use super::page::{on_hidden, window};
use super::timer::Later;

thread_local! {
    static ENTRY: Cell<u32> = const { Cell::new(0) };
    /// What the current entry remembers of what was typed on it.
    static NOTE: RefCell<String> = const { RefCell::new(String::new()) };
    static WRITING: Cell<Later> = Cell::new(Later::default());
    static SCROLLED: RefCell<BTreeMap<u32, f64>> = const { RefCell::new(BTreeMap::new()) };
}

/// Path and query of the address bar.
#[must_use]
pub fn current() -> (String, String) {
    let Some(location) = window().map(|window| window.location()) else { return Default::default() };
    let query = location.search().unwrap_or_default();
    (location.pathname().unwrap_or_default(), query.strip_prefix('?').unwrap_or_default().to_owned())
}

/// Puts an address into the address bar: as a new entry, or in place of the current one.
pub fn visit(address: &str, is_replacing: bool) {
    let Some(history) = window().and_then(|window| window.history().ok()) else { return };
    remember_scroll();
    if !is_replacing {
        write_note();
    }
    let entry = if is_replacing { ENTRY.get() } else { ENTRY.get() + 1 };
    let state = state(entry, "");
    let done = if is_replacing {
        history.replace_state_with_url(&state, "", Some(address))
    } else {
        history.push_state_with_url(&state, "", Some(address))
    };
    if done.is_ok() {
        ENTRY.set(entry);
        NOTE.take();
        SCROLLED.with_borrow_mut(|scrolled| scrolled.retain(|number, _| *number < entry));
    }
}

/// Remembers a text with the current entry of the history, so that it is there again after Back and after a reload. It is
/// neither in the address nor in any store, and is gone with the tab. Not for what a citizen answers.
pub fn keep_note(text: String) {
    NOTE.set(text);
    // Browsers limit how often an entry may be changed.
    let mut writing = WRITING.take();
    writing.start(400, write_note);
    WRITING.set(writing);
}

/// What the current entry remembers.
#[must_use]
pub fn note() -> String {
    NOTE.with_borrow(String::clone)
}

/// As [`keep_note`], before the page is loaded anew.
pub fn leave_note(text: &str) {
    NOTE.set(text.to_owned());
    write_note();
}

/// What the current entry remembers, for the last time.
#[must_use]
pub fn take_note() -> String {
    let note = NOTE.take();
    if !note.is_empty() {
        write_note();
    }
    note
}

fn write_note() {
    let mut writing = WRITING.take();
    writing.cancel();
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        _ = NOTE.with_borrow(|note| history.replace_state(&state(ENTRY.get(), note), ""));
    }
}

/// What an entry of the history holds: its number, then its note.
fn state(entry: u32, note: &str) -> JsValue {
    [&entry.to_string(), " ", note].concat().into()
}

fn arrive_at(state: Option<JsValue>) {
    let state = state.and_then(|state| state.as_string()).unwrap_or_default();
    let (entry, note) = read_state(&state);
    ENTRY.set(entry);
    NOTE.set(note);
}

fn read_state(state: &str) -> (u32, String) {
    let (entry, note) = state.split_once(' ').unwrap_or((state, ""));
    (entry.parse().unwrap_or_default(), note.to_owned())
}

/// Brings the page to where this entry was left: the top for a new one.
pub fn restore_scroll() {
    let top = SCROLLED.with_borrow(|scrolled| scrolled.get(&ENTRY.get()).copied());
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, top.unwrap_or_default());
    }
}

fn remember_scroll() {
    if let Some(top) = window().and_then(|window| window.scroll_y().ok()) {
        SCROLLED.with_borrow_mut(|scrolled| scrolled.insert(ENTRY.get(), top));
    }
}

/// Listens for the whole life of the app. `on_move` runs after Back and Forward; `on_link` gets the path and query of
/// each plain click on a link of this origin and says whether the app takes it.
pub fn listen(on_move: impl Fn() + 'static, on_link: impl Fn(&str, &str) -> bool + 'static) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
        arrive_at(history.state().ok());
    }
    on_hidden(write_note);
    window_event_listener_untyped("popstate", move |event| {
        remember_scroll();
        arrive_at(js_sys::Reflect::get(&event, &"state".into()).ok());
        on_move();
    });
    window_event_listener_untyped("click", move |event| {
        if let Some((path, query)) = followed_link(&event)
            && on_link(&path, &query)
        {
            event.prevent_default();
        }
    });
}

/// Path and query of the link that a plain click follows in this window, if it leads to another page of this origin.
fn followed_link(event: &web_sys::Event) -> Option<(String, String)> {
    let mouse: &MouseEvent = event.dyn_ref()?;
    let is_plain = mouse.button() == 0
        && !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key());
    if !is_plain || event.default_prevented() {
        return None;
    }
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let stays_with_browser = ["download", "target"].iter().any(|name| link.has_attribute(name))
        || link.get_attribute("rel").is_some_and(|rel| rel.contains("external"))
        || link.get_attribute("href").is_some_and(|href| href.starts_with('#'));
    if stays_with_browser {
        return None;
    }
    let link: web_sys::HtmlAnchorElement = link.dyn_into().ok()?;
    let here = window()?.location();
    if here.origin().ok()? != link.origin() || !link.hash().is_empty() {
        return None;
    }
    Some((link.pathname(), link.search().strip_prefix('?').unwrap_or_default().to_owned()))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{leave_note, note, read_state, state, take_note, window};

    #[test]
    fn an_entry_gives_back_its_number_and_what_was_typed_on_it() {
        let written = state(7, "làm khai sinh cho con").as_string().unwrap();
        assert_eq!(read_state(&written), (7, "làm khai sinh cho con".to_owned()));
        assert_eq!(read_state(&state(2, "").as_string().unwrap()), (2, String::new()));
    }

    #[test]
    fn a_note_that_is_left_lies_with_the_entry_and_is_taken_once() {
        let entry = || window().unwrap().history().unwrap().state().unwrap().as_string().unwrap();
        leave_note("lost");
        assert_eq!(read_state(&entry()).1, "lost");
        assert_eq!((take_note().as_str(), note().as_str()), ("lost", ""));
        assert_eq!(read_state(&entry()).1, "");
    }

    #[test]
    fn an_entry_of_somebody_else_is_the_first_one_without_a_note() {
        assert_eq!(read_state(""), (0, String::new()));
        assert_eq!(read_state("bridge"), (0, String::new()));
    }
}
