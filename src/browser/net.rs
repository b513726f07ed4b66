//! Whether there is a network at all, and keys that no other request has.

use leptos::prelude::{on_cleanup, window_event_listener_untyped};

use super::page::window;

/// Whether the browser believes in a network. `true` proves nothing, `false` is certain.
#[must_use]
pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Calls back, as long as the owner lives, when the network goes (`false`) or comes back (`true`).
pub fn on_network_change(action: impl Fn(bool) + Clone + 'static) {
    let gone = action.clone();
    let offline = window_event_listener_untyped("offline", move |_| gone(false));
    let online = window_event_listener_untyped("online", move |_| action(true));
    on_cleanup(move || {
        offline.remove();
        online.remove();
    });
}

/// A random key for a command that is not repeated on purpose (creating a draft).
#[must_use]
pub fn random_key() -> String {
    use std::fmt::Write as _;
    let mut bytes = [0_u8; 16];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().fold(String::with_capacity(32), |mut key, byte| {
        _ = write!(key, "{byte:02x}");
        key
    })
}
