//! Files that the citizen picked: their names, bytes and digests.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlInputElement};

use super::page::window;

pub use web_sys::File;

/// The files in an `<input type=file>` that an event came from; the input is emptied so that the same file can be picked again.
#[must_use]
pub fn picked(event: &web_sys::Event) -> Vec<File> {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return Vec::new();
    };
    let files = input
        .files()
        .map_or_else(Vec::new, |list| (0..list.length()).filter_map(|at| list.get(at)).collect());
    input.set_value("");
    files
}

/// Size in bytes.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a file's size is a whole number below 2^53"
)]
pub fn size(file: &File) -> u64 {
    file.size() as u64
}

/// SHA-256 of a file in lower-case hexadecimal, or `None` when it can no longer be read.
pub async fn sha256(file: &File) -> Option<String> {
    let blob: &Blob = file.as_ref();
    let bytes = JsFuture::from(blob.array_buffer()).await.ok()?;
    let subtle = window()?.crypto().ok()?.subtle();
    let digest = subtle.digest_with_str_and_buffer_source("SHA-256", bytes.unchecked_ref()).ok()?;
    let digest: JsValue = JsFuture::from(digest).await.ok()?;
    Some(hex(&js_sys::Uint8Array::new(&digest).to_vec()))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
