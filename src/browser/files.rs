//! Files that the citizen picked: their names, bytes and digests. A large one is read piece by piece.

use js_sys::Uint8Array;
use sha2::{Digest, Sha256};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BlobPropertyBag, HtmlInputElement};

use super::page::window;

pub use web_sys::{Blob, File};

/// So much of a file is in memory at once while its digest is made.
const STEP: u64 = 1 << 20;

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
pub fn size(blob: &Blob) -> u64 {
    blob.size() as u64
}

/// Bytes as something that can be sent.
#[must_use]
pub fn blob(bytes: &[u8], kind: &str) -> Option<Blob> {
    let parts = js_sys::Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}

/// A part of a file, without reading it.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "places in a file are whole numbers below 2^53")]
pub fn part(blob: &Blob, from: u64, to: u64) -> Option<Blob> {
    blob.slice_with_f64_and_f64(from as f64, to as f64).ok()
}

/// All bytes, or `None` when the file can no longer be read.
pub async fn bytes(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// SHA-256 of a file in lower-case hexadecimal, or `None` when it can no longer be read. The browser's own digest wants all
/// bytes at once; this one does not.
pub async fn sha256(blob: &Blob) -> Option<String> {
    let (size, mut hash, mut from) = (size(blob), Sha256::new(), 0);
    while from < size {
        let to = (from + STEP).min(size);
        hash.update(bytes(&part(blob, from, to)?).await?);
        from = to;
    }
    Some(hex(&hash.finalize()))
}

/// `Content-Digest` of a piece (RFC 9530), by the browser's own digest.
pub async fn content_digest(piece: &Blob) -> Option<String> {
    let buffer = JsFuture::from(piece.array_buffer()).await.ok()?;
    let window = window()?;
    let subtle = window.crypto().ok()?.subtle();
    let digest = subtle.digest_with_str_and_buffer_source("SHA-256", buffer.unchecked_ref()).ok()?;
    let digest: JsValue = JsFuture::from(digest).await.ok()?;
    let latin: String = Uint8Array::new(&digest).to_vec().into_iter().map(char::from).collect();
    Some(["sha-256=:", &window.btoa(&latin).ok()?, ":"].concat())
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
