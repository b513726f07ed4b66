//! The bytes of a paper: what kind they are, a picture without what it tells about who took it, and photos as one PDF.
//!
//! The browser cleans and converts with it before sending, the backend judges with it what has arrived, so both have the
//! same bytes. No decoding of pictures, no network, no screen; what a procedure accepts is not decided here.

mod jpeg;
mod kind;
mod pdf;
mod png;
mod webp;

pub use jpeg::{Header, header};
pub use kind::Kind;
pub use pdf::{Picture, of_pictures};

/// A picture without hidden facts: where and when it was taken, with which device, its preview, comments, and whatever
/// stands behind its end. How it is to be turned and its colours stay. A PDF comes back as it is. Cleaning twice changes
/// nothing more.
///
/// Source: CIPA DC-008 (Exif), ISO/IEC 10918-1 annex B, W3C PNG, RFC 9649 (WebP).
///
/// Nothing when the bytes are not a whole picture of this kind.
#[must_use]
pub fn cleaned(kind: Kind, bytes: &[u8]) -> Option<Vec<u8>> {
    match kind {
        Kind::Pdf => Some(bytes.to_vec()),
        Kind::Jpg => jpeg::cleaned(bytes),
        Kind::Png => png::cleaned(bytes),
        Kind::Webp => webp::cleaned(bytes),
    }
}
