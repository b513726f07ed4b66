//! Which row one is in, in words: "Người thứ 2, Tài sản thứ 1". Said wherever several rows have the same question.
//!
//! How rows are added and removed is in `group.rs`; of what was filed `steps/filed.rs` counts the rows itself.

use serde_json::Value;

use super::store::FormStore;
use crate::i18n::Locale;

/// The rows that `path` stands in, or is, the innermost first; nothing for a field of the form. Follows the lists of rows.
#[must_use]
pub fn place(say: Locale, store: FormStore, path: &str) -> String {
    let texts = store.texts();
    let parts: Vec<&str> = path.split('/').collect();
    let rows = (1..parts.len()).step_by(2).rev();
    let titles = rows.map(|at| {
        let group = parts[..at].join("/");
        let number = ids(&store.state(&group).raw).iter().position(|id| id == parts[at]);
        texts.row(say, &group, number.map_or(0, |before| before + 1))
    });
    titles.collect::<Vec<_>>().join(", ")
}

/// The ids of the rows of a group, by its raw answer.
#[must_use]
pub fn ids(raw: &Value) -> Vec<String> {
    raw.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
