//! The texts of one procedure in one language: labels, hints and notices by flat key.
//!
//! Interface texts are in `i18n`; one stands in where authors may leave theirs out.

use std::{collections::BTreeMap, sync::Arc};

use eform::field_key;

use crate::i18n::Locale;

/// A procedure's texts; cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts(Arc<BTreeMap<String, String>>);

impl Texts {
    /// Reads `texts.<language>.json`; a malformed file gives no texts, and keys are shown in their place.
    #[must_use]
    pub fn from_json(text: &str) -> Self {
        Self(Arc::new(eform::json::read(text).unwrap_or_default()))
    }

    /// The text of `key`, when the procedure has one.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }

    /// The text of `key`, or the key itself, so that a gap is seen and nothing breaks.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| key.to_owned())
    }

    /// The text `field.<id>.<part>` of the field at `path`.
    #[must_use]
    pub fn field(&self, path: &str, part: &str) -> Option<String> {
        self.find(&["field.", &field_key(path), ".", part].concat())
    }

    /// The label of the field at `path`.
    #[must_use]
    pub fn label(&self, path: &str) -> String {
        self.field(path, "label").or_else(|| self.field(path, "title")).unwrap_or_else(|| field_key(path))
    }

    /// The name of the row `number` of the group at a path, as people count: "Người thứ 2".
    #[must_use]
    pub fn row(&self, say: Locale, group: &str, number: usize) -> String {
        let own = self.find(&["group.", &field_key(group), ".row"].concat());
        own.unwrap_or_else(|| say.text("form.group.row")).replace("{n}", &number.to_string())
    }

    /// The text of one option of the field at `path`.
    #[must_use]
    pub fn option(&self, path: &str, option: &str) -> String {
        self.get(&["option.", &field_key(path), ".", option].concat())
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Texts;
    use crate::i18n::use_locale;

    #[test]
    fn a_row_whose_name_the_authors_left_out_is_named_by_the_portal() {
        Owner::new().with(|| {
            let (say, texts) = (use_locale(), Texts::from_json(r#"{"group.people.row": "Người thứ {n}"}"#));
            assert_eq!(texts.row(say, "people", 2), "Người thứ 2");
            assert_eq!(texts.row(say, "cars", 3), say.fill("form.group.row", &[("n", "3")]));
        });
    }
}
