//! The document around the app: its title, language, settings left by `boot.js`, and leaving it.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Event, HtmlElement, Window};

/// Where the chosen language is remembered: the only thing that stays in the browser.
const LANGUAGE_KEY: &str = "congdan.lang";

pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

pub(super) fn document() -> Option<Document> {
    window()?.document()
}

/// The element with this id.
#[must_use]
pub fn element(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Whether the disclosure that says it was opened or closed is open.
#[must_use]
pub fn is_open(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|details| details.has_attribute("open"))
}

/// The content of `<meta name=…>`.
#[must_use]
pub fn meta(name: &str) -> Option<String> {
    let selector = ["meta[name=\"", name, "\"]"].concat();
    document()?.query_selector(&selector).ok()??.get_attribute("content")
}

/// The language the document was opened in (`<html lang>`).
#[must_use]
pub fn language() -> Option<String> {
    document()?.document_element()?.get_attribute("lang")
}

/// Says the document's language.
pub fn say_language(language: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        _ = root.set_attribute("lang", language);
    }
}

pub(super) fn local_storage() -> Option<web_sys::Storage> {
    window()?.local_storage().ok()?
}

/// The language that was chosen on an earlier visit.
#[must_use]
pub fn chosen_language() -> Option<String> {
    local_storage()?.get_item(LANGUAGE_KEY).ok()?
}

/// Says the document's language and remembers it for the next visit.
pub fn set_language(language: &str) {
    say_language(language);
    if let Some(storage) = local_storage() {
        _ = storage.set_item(LANGUAGE_KEY, language);
    }
}

thread_local! {
    /// The page's own title and the portal's name, shown as `Own title - Name`.
    static TITLE: RefCell<(String, String)> = const { RefCell::new((String::new(), String::new())) };
}

/// Sets the page's part of the title, which the tab shows and screen readers say.
pub fn set_title(own: String) {
    TITLE.with_borrow_mut(|title| title.0 = own);
    show_title();
}

/// Sets the portal's part of the title.
pub fn set_title_brand(name: String) {
    TITLE.with_borrow_mut(|title| title.1 = name);
    show_title();
}

fn show_title() {
    let whole = TITLE.with_borrow(|(own, name)| {
        if own.is_empty() || name.is_empty() {
            [own.as_str(), name].concat()
        } else {
            [own, " - ", name].concat()
        }
    });
    if let Some(document) = document() {
        document.set_title(&whole);
    }
}

/// What stands behind `#` in the address bar: no server hears of it.
#[must_use]
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Leaves the app for another address, as a full navigation. Who comes Back to the page as the browser has kept it finds it loaded anew:
/// what was pressed here would still be busy, and what it says may be over.
pub fn assign(url: &str) {
    _ = leptos::prelude::window_event_listener_untyped("pageshow", |event| {
        if js_sys::Reflect::get(&event, &"persisted".into()).is_ok_and(|kept| kept.is_truthy()) {
            reload();
        }
    });
    if let Some(window) = window() {
        _ = window.location().assign(url);
    }
}

/// Scheme, host and port of this portal.
#[must_use]
pub fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Takes what is on the page off the screen, at once.
pub fn conceal() {
    if let Some(main) = element("main") {
        _ = main.set_attribute("hidden", "");
    }
}

/// Loads the page anew: nothing of it stays in memory.
pub fn reload() {
    if let Some(window) = window() {
        _ = window.location().reload();
    }
}

/// Leaves for an address of the portal that another part draws; Back does not return here when `is_replacing`.
pub fn leave(address: &str, is_replacing: bool) {
    if let Some(location) = window().map(|window| window.location()) {
        _ = if is_replacing { location.replace(address) } else { location.assign(address) };
    }
}

/// Tells `boot.js` that the next download of the portal is likely to be needed: the part with the steps of a dossier, or in it the
/// steps after the form. It fetches the files while nothing else is to do, and lets it be where data is dear.
pub fn read_ahead() {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new("congdan-ahead")) {
        _ = window.dispatch_event(&event);
    }
}

/// Puts a text on the clipboard; answers whether the browser took it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    // Browsers have no clipboard for pages that did not come over a secure line.
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// Opens the browser's print dialogue.
pub fn print() {
    if let Some(window) = window() {
        _ = window.print();
    }
}

/// Whether somebody may be looking at the page.
#[must_use]
pub fn is_visible() -> bool {
    document().is_none_or(|page| page.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Listens until the page is gone for the moment it is hidden or left: the last chance to save.
pub fn on_hidden(action: impl Fn() + 'static) {
    let action = std::rc::Rc::new(action);
    let on_leave = leptos::prelude::window_event_listener_untyped("pagehide", {
        let action = action.clone();
        move |_| action()
    });
    let on_hide = leptos::prelude::window_event_listener_untyped("visibilitychange", move |_| {
        if !is_visible() {
            action();
        }
    });
    leptos::prelude::on_cleanup(move || {
        on_leave.remove();
        on_hide.remove();
    });
}

/// Listens, as long as the owner lives, for the page being seen again after it was hidden.
pub fn on_visible(action: impl Fn() + 'static) {
    let handle = leptos::prelude::window_event_listener_untyped("visibilitychange", move |_| {
        if is_visible() {
            action();
        }
    });
    leptos::prelude::on_cleanup(move || handle.remove());
}
