//! The tables of texts: read once per language, on first use. Vietnamese comes with the wasm, others when they are chosen.
//! Lookup and filling in; no signals and no network here.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

/// Files of keys and texts in Vietnamese, which come with the wasm.
type Source = &'static [&'static str];

/// Set once, when a part of the portal starts, so that a part downloads only what it says.
static SOURCE: OnceLock<Source> = OnceLock::new();

/// What the part that every visit starts with says.
pub const FRONT: Source = &[include_str!("vi/app.json"), include_str!("vi/pages.json")];

/// What the pages of the signed-in citizen say beside that; they come with those pages.
pub const ACCOUNT: Source = &[
    include_str!("vi/account.json"),
    include_str!("vi/consent.json"),
    include_str!("vi/due.json"),
    include_str!("vi/paid.json"),
    include_str!("vi/refund.json"),
    include_str!("vi/right.json"),
    include_str!("vi/signature.json"),
    include_str!("vi/status.json"),
];

/// What the steps after the form say beside what the part with all steps does; it comes with them.
pub const FILING: Source = &[
    include_str!("vi/confirm.json"),
    include_str!("vi/cosign.json"),
    include_str!("vi/due.json"),
    include_str!("vi/help.json"),
    include_str!("vi/refund.json"),
    include_str!("vi/signature.json"),
];

/// What the part with the steps of a dossier says.
pub const DOSSIER: Source = &[
    include_str!("vi/app.json"),
    include_str!("vi/consent.json"),
    include_str!("vi/form.json"),
    include_str!("vi/paid.json"),
    include_str!("vi/right.json"),
    include_str!("vi/status.json"),
    include_str!("vi/steps.json"),
    include_str!("vi/violation.json"),
];

/// Says which texts this part of the portal uses. Later calls change nothing.
pub fn read_texts_from(source: Source) {
    _ = SOURCE.set(source);
}

/// What has come with a download of its own; read once.
static MORE: OnceLock<BTreeMap<String, String>> = OnceLock::new();

/// Adds the Vietnamese texts of pages that have just come. One part of the portal has at most one such download with texts.
pub fn add_texts(source: Source) {
    MORE.get_or_init(|| table(source));
}

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order of the switch.
    pub const ALL: [Lang; 2] = [Lang::Vi, Lang::En];

    /// The language tag for `lang` attributes and the backend.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// The language of a tag, region ignored.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let language = tag.split('-').next().unwrap_or_default();
        Lang::ALL.into_iter().find(|known| known.tag() == language)
    }

    /// The files that come with the wasm; tests read those of both parts and of every language.
    fn files(self) -> Vec<&'static str> {
        #[cfg(test)]
        return tests::all(self);
        #[cfg(not(test))]
        match self {
            Lang::Vi => SOURCE.get().map_or_else(Vec::new, |source| source.to_vec()),
            Lang::En => Vec::new(),
        }
    }

    fn texts(self) -> Option<&'static BTreeMap<String, String>> {
        let at = usize::from(self == Lang::En);
        if self != Lang::Vi && !cfg!(test) {
            return TEXTS[at].get();
        }
        Some(TEXTS[at].get_or_init(|| table(&self.files())))
    }

    /// Whether its texts can be read by now.
    #[must_use]
    pub fn is_here(self) -> bool {
        self.texts().is_some()
    }

    /// Takes the texts of a file that has arrived; false when it holds none.
    pub(super) fn take(self, file: &str) -> bool {
        let texts = table(&[file]);
        let is_file = !texts.is_empty();
        if is_file {
            _ = TEXTS[usize::from(self == Lang::En)].set(texts);
        }
        is_file
    }
}

static TEXTS: [OnceLock<BTreeMap<String, String>>; 2] = [OnceLock::new(), OnceLock::new()];

/// The texts of some files. Filled one by one: `collect` sorts first, which is kilobytes of download.
fn table(files: &[&str]) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for file in files {
        texts.extend(entries(file));
    }
    texts
}

/// One reader of JSON serves all of the portal.
fn entries(file: &str) -> impl Iterator<Item = (String, String)> {
    let texts = serde_json::from_str(file).ok().and_then(|value| match value {
        Value::Object(entries) => Some(entries),
        _ => None,
    });
    texts.into_iter().flatten().filter_map(|(key, text)| Some((key, text.as_str()?.to_owned())))
}

/// The text of a key in a language, or in Vietnamese as long as that language is not here.
#[must_use]
pub fn text_in(language: Lang, key: &str) -> Option<&'static str> {
    let text = match language.texts() {
        Some(texts) if language != Lang::Vi => texts.get(key),
        _ => Lang::Vi.texts()?.get(key).or_else(|| MORE.get()?.get(key)),
    };
    text.map(String::as_str)
}

/// Puts `values` into the `{parameters}` of `text`; a parameter without a value stays visible.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            rest = after;
            filled.push('{');
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        } else {
            filled.extend(["{", name, "}"]);
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use std::collections::BTreeSet;

    use super::{ACCOUNT, DOSSIER, FILING, FRONT, Lang, entries, fill};

    /// What both parts say, and what is fetched.
    pub fn all(language: Lang) -> Vec<&'static str> {
        match language {
            Lang::Vi => [DOSSIER, &FRONT[1..], &ACCOUNT[..1], FILING].concat(),
            Lang::En => vec![
                include_str!("en/account.json"),
                include_str!("en/app.json"),
                include_str!("en/confirm.json"),
                include_str!("en/cosign.json"),
                include_str!("en/due.json"),
                include_str!("en/form.json"),
                include_str!("en/help.json"),
                include_str!("en/pages.json"),
                include_str!("en/paid.json"),
                include_str!("en/refund.json"),
                include_str!("en/right.json"),
                include_str!("en/signature.json"),
                include_str!("en/status.json"),
                include_str!("en/steps.json"),
                include_str!("en/consent.json"),
                include_str!("en/violation.json"),
            ],
        }
    }

    #[test]
    fn a_file_of_texts_that_is_none_gives_none() {
        for file in ["", "null", "<!doctype html>", r#"{"key": 5}"#] {
            assert_eq!(entries(file).count(), 0, "{file}");
            assert!(!Lang::En.take(file), "{file}");
        }
        assert_eq!(entries(r#"{"key": "text", "other": null}"#).count(), 1);
    }

    fn parameters(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_file_of_texts_can_be_read_and_no_key_stands_in_two() {
        for language in Lang::ALL {
            let mut seen = BTreeSet::new();
            for file in language.files() {
                let texts: std::collections::BTreeMap<String, String> = serde_json::from_str(file).unwrap();
                for key in texts.into_keys() {
                    assert!(seen.insert(key.clone()), "{key} twice in {language:?}");
                }
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_keys_with_the_same_parameters() {
        let (vi, en) = (Lang::Vi.texts().unwrap(), Lang::En.texts().unwrap());
        assert_eq!(vi.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
        for (key, text) in vi {
            assert_eq!(parameters(text), parameters(&en[key]), "{key}");
        }
    }

    #[test]
    fn parameters_are_filled_and_unknown_ones_stay_visible() {
        assert_eq!(fill("{n} mục, {x}", &[("n", "3")]), "3 mục, {x}");
        assert_eq!(fill("a { b", &[]), "a { b");
    }
}
