//! Waiting: one moment, or again and again, never longer than the view that asked lives.

use std::time::Duration;

use leptos::prelude::{on_cleanup, set_interval_with_handle, set_timeout_with_handle};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::page::window;

/// A task, for instance "save one second after the last keystroke". Starting it again moves it.
#[derive(Clone, Copy, Default)]
pub struct Later(Option<leptos::prelude::TimeoutHandle>);

impl Later {
    /// Runs `action` after so many milliseconds unless it is put off or cancelled before.
    pub fn start(&mut self, milliseconds: u64, action: impl FnOnce() + 'static) {
        self.cancel();
        self.0 = set_timeout_with_handle(action, Duration::from_millis(milliseconds)).ok();
    }

    /// Forgets the task.
    pub fn cancel(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.clear();
        }
    }
}

/// Runs `action` every so many milliseconds until the owner is gone.
pub fn every(milliseconds: u64, action: impl Fn() + 'static) {
    if let Ok(handle) = set_interval_with_handle(action, Duration::from_millis(milliseconds)) {
        on_cleanup(move || handle.clear());
    }
}

/// Waits.
pub async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        } else {
            _ = resolve.call0(&JsValue::NULL);
        }
    });
    _ = JsFuture::from(promise).await;
}

/// A moment (RFC 3339, to the second) so many milliseconds later, in UTC; nothing when it is none.
#[must_use]
pub fn after(moment: &str, milliseconds: u32) -> Option<String> {
    let date = js_sys::Date::new(&JsValue::from_str(moment));
    if date.get_time().is_nan() {
        return None;
    }
    date.set_utc_milliseconds(milliseconds);
    let text = String::from(date.to_iso_string());
    Some([text.get(..19)?, "Z"].concat())
}

/// Milliseconds of this device's clock; only differences mean anything.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds of the device's clock fit")]
pub fn milliseconds() -> i64 {
    js_sys::Date::now() as i64
}

#[cfg(test)]
mod tests {
    use super::after;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_moment_moves_on_to_the_second() {
        assert_eq!(after("2026-11-22T16:35:59Z", 0).as_deref(), Some("2026-11-22T16:35:59Z"));
        assert_eq!(after("2026-12-31T23:59:59Z", 61_500).as_deref(), Some("2027-01-01T00:01:00Z"));
        assert_eq!(after("soon", 1), None);
    }
}
