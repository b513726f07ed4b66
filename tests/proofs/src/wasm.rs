//! What Node calls: the digest of a walk, and canonical JSON, as WebAssembly sees them. Containers are in `judged`.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::walk::{Compare, Forms, walk};

/// The digest of so many steps from a walk on; whatever is wrong stands in its place.
#[wasm_bindgen]
#[must_use]
pub fn digest(seed: u64, first: u64, steps: u64) -> String {
    let forms = Forms::of_the_repository();
    walk(&forms, seed, first, steps, Compare::No).map_or_else(|wrong| wrong, |digest| digest.text())
}

/// The canonical text of a JSON text; none when it is outside of our profile.
#[wasm_bindgen]
#[must_use]
pub fn canonical(text: &str) -> Option<String> {
    let value = serde_json::from_str(text).ok()?;
    dossier::canonical::to_bytes(&value).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}
