//! What a page keeps in this tab while the citizen is away at the identity provider: taken once, by the same page. Signing out forgets
//! it, and `boot.js` does on every page that is not on that way.
//!
//! What it says, and whose it is, is the page's business.

use super::page::window;

const KEY: &str = "congdan.away";

fn storage() -> Option<web_sys::Storage> {
    window()?.session_storage().ok()?
}

/// Keeps a text until the tab is back.
pub fn keep(text: &str) {
    if let Some(storage) = storage() {
        _ = storage.set_item(KEY, text);
    }
}

/// What was kept; it is not kept any longer.
#[must_use]
pub fn take() -> Option<String> {
    let text = storage()?.get_item(KEY).ok()?;
    forget();
    text
}

/// Throws it away.
pub fn forget() {
    if let Some(storage) = storage() {
        _ = storage.remove_item(KEY);
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{forget, keep, take};

    #[test]
    fn what_is_kept_is_taken_once_and_what_is_forgotten_never() {
        keep("ba tháng");
        assert_eq!(take().as_deref(), Some("ba tháng"));
        assert_eq!(take(), None);
        keep("ba tháng");
        forget();
        assert_eq!(take(), None);
    }
}
