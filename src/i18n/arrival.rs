//! Fetching the texts of a language that does not come with the wasm. Who asks and what is shown meanwhile is decided elsewhere.

use super::table::Lang;
use crate::browser::{fetch::fetch, page};

/// Long enough for a slow line (milliseconds).
const DEADLINE: u32 = 25_000;

/// Whether the texts of a language are here, once they have been fetched from where the document says. Asked again after a
/// failure, they are fetched again.
pub async fn arrives(language: Lang) -> bool {
    if language.is_here() {
        return true;
    }
    let Some(url) = page::meta(&["texts-", language.tag()].concat()) else { return false };
    let answer = fetch("GET", &url, &[("Accept", "application/json")], None, DEADLINE).await;
    answer.is_some_and(|answer| answer.status == 200 && language.take(&answer.body))
}
