//! A list as it travels: its JSON, compressed once. A list of thousands is some tens of kB then, less than a picture, so that the
//! whole of it is sent and searched in the browser, also when the line is gone.

use std::io::Write as _;

use contract::Catalogue;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::web::conditional;

/// The bytes of one answer.
pub struct Packed {
    /// JSON.
    pub plain: Vec<u8>,
    /// The same in gzip (RFC 1952).
    pub gzip: Vec<u8>,
    /// Entity tag of `plain`.
    pub tag: String,
    /// Entity tag of `gzip`.
    pub gzip_tag: String,
}

impl Packed {
    /// Packs a list.
    #[must_use]
    pub fn new(list: &Catalogue) -> Self {
        let plain = serde_json::to_vec(list).unwrap_or_default();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        // A vector takes every byte.
        let written = encoder.write_all(&plain);
        let gzip = written.and_then(|()| encoder.finish()).unwrap_or_default();
        let [tag, gzip_tag] = [&plain, &gzip].map(|bytes| conditional::tag(bytes));
        Self { plain, gzip, tag, gzip_tag }
    }
}
