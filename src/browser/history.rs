//! Address bar, Back and Forward: pushes entries, hears links and `popstate`, remembers how far each entry was scrolled.
//!
//! Which addresses belong to the app is decided by `route`, not here.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use leptos::prelude::window_event_listener_untyped;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent};

use super::page::window;

thread_local! {
    static ENTRY: Cell<u32> = const { Cell::new(0) };
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
    let entry = if is_replacing { ENTRY.get() } else { ENTRY.get() + 1 };
    let state = JsValue::from(entry);
    let done = if is_replacing {
        history.replace_state_with_url(&state, "", Some(address))
    } else {
        history.push_state_with_url(&state, "", Some(address))
    };
    if done.is_ok() {
        ENTRY.set(entry);
        SCROLLED.with_borrow_mut(|scrolled| scrolled.retain(|number, _| *number < entry));
    }
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
        let entry = history.state().ok().and_then(|state| state.as_f64());
        ENTRY.set(entry.map_or(0, whole));
    }
    window_event_listener_untyped("popstate", move |event| {
        remember_scroll();
        let state = js_sys::Reflect::get(&event, &"state".into()).ok();
        ENTRY.set(state.and_then(|state| state.as_f64()).map_or(0, whole));
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

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "our own small counter, read back from JS"
)]
fn whole(number: f64) -> u32 {
    number as u32
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
