//! A word between the tabs of the portal in one browser. Words are fixed and short; a citizen's value is never among them.
//!
//! What a word means is decided by `session`. Where a browser forbids storage nothing is heard: a tab then learns what has become of
//! the session when it is looked at.

use js_sys::Reflect;
use leptos::prelude::window_event_listener_untyped;

use super::page::local_storage;

/// The entry that carries a word; it is taken away again at once.
const CARRIER: &str = "congdan.word";

/// Says a word to every other tab.
pub fn say(word: &str) {
    if let Some(storage) = local_storage() {
        _ = storage.set_item(CARRIER, word);
        _ = storage.remove_item(CARRIER);
    }
}

/// Hears what other tabs say, for the whole life of the app.
pub fn hear(action: impl Fn(&str) + 'static) {
    window_event_listener_untyped("storage", move |event| {
        let part = |name: &str| Reflect::get(&event, &name.into()).ok()?.as_string();
        if part("key").as_deref() == Some(CARRIER)
            && let Some(word) = part("newValue")
        {
            action(&word);
        }
    });
}

#[cfg(test)]
mod tests {
    use js_sys::Promise;
    use wasm_bindgen::JsValue;
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{CARRIER, hear, local_storage, say};

    /// Another document of the portal, which says `word`.
    fn elsewhere(word: &str) {
        let says = [
            "const other = document.body.appendChild(document.createElement('iframe'));",
            "other.contentWindow.localStorage.setItem('",
            CARRIER,
            "', '",
            word,
            "'); other.contentWindow.localStorage.removeItem('",
            CARRIER,
            "'); other.remove();",
        ];
        js_sys::eval(&says.concat()).unwrap();
    }

    #[test]
    async fn a_word_of_another_tab_is_heard_once() {
        let heard = Promise::new(&mut |resolve, _| {
            hear(move |word| _ = resolve.call1(&JsValue::NULL, &word.into()).unwrap());
            elsewhere("left");
        });
        assert_eq!(JsFuture::from(heard).await.unwrap().as_string().as_deref(), Some("left"));
    }

    #[test]
    fn nothing_of_a_word_stays_in_the_browser() {
        say("left");
        assert_eq!(local_storage().unwrap().get_item(CARRIER).unwrap(), None);
    }
}
