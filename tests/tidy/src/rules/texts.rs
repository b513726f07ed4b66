//! Texts for people: every language has the same keys with the same parameters, every key that the portal asks for exists, and all
//! are in composed Unicode form (NFC). What the texts say is not judged here.

use crate::Finding;
use crate::repository::{Repository, extension};
use crate::rust;
use icu_normalizer::ComposingNormalizer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

const LANGUAGES: [&str; 2] = ["vi", "en"];

/// Keys and texts in the order of the file, doubles included.
struct Entries(Vec<(String, String)>);

/// Files of texts that lack a key, a parameter, a text or a whole language.
#[must_use]
pub fn parity(repository: &Repository) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut groups: BTreeMap<String, BTreeMap<&str, (&str, Entries)>> = BTreeMap::new();
    for (path, text) in repository.files() {
        let Some((group, language)) = group(path) else { continue };
        match serde_json::from_str(text) {
            Ok(entries) => drop(groups.entry(group).or_default().insert(language, (path, entries))),
            Err(error) => {
                found.push(Finding::line(path, error.line(), format!("not a flat file of texts: {error}")));
            }
        }
    }
    for languages in groups.values() {
        let paths: Vec<&str> = languages.values().map(|(path, _)| *path).collect();
        for language in LANGUAGES.iter().filter(|language| !languages.contains_key(*language)) {
            found.extend(
                paths.first().map(|path| {
                    Finding::file(path, format!("there is no such file in language `{language}`"))
                }),
            );
        }
        for (path, entries) in languages.values() {
            found.extend(own_faults(path, entries));
            for (other_path, other) in languages.values().filter(|(other_path, _)| other_path != path) {
                found.extend(differences(path, entries, other_path, other));
            }
        }
    }
    found
}

/// The files with a text that is not in composed form: `e` and a mark instead of `ê`.
#[must_use]
pub fn composed(repository: &Repository) -> Vec<Finding> {
    let normalizer = ComposingNormalizer::new_nfc();
    let lines = repository
        .with_extension(&["json", "html", "md", "css", "js", "mjs", "rs", "webmanifest"])
        .filter(|(path, _)| !path.contains("/cases/"))
        .flat_map(|(path, text)| text.lines().enumerate().map(move |(index, line)| (path, index + 1, line)));
    lines
        .filter(|(_, _, line)| !line.is_ascii() && !normalizer.is_normalized(line))
        .map(|(path, number, _)| {
            Finding::line(
                path,
                number,
                "letters and marks are apart: write them as composed characters (NFC)",
            )
        })
        .collect()
}

/// Keys in `t("…")` and `tp("…")` that the Vietnamese texts of the portal do not have.
#[must_use]
pub fn asked_for(repository: &Repository) -> Vec<Finding> {
    let known: BTreeSet<String> = repository
        .files()
        .filter(|(path, _)| path.starts_with("src/i18n/vi"))
        .filter_map(|(_, text)| serde_json::from_str::<Entries>(text).ok())
        .flat_map(|entries| entries.0.into_iter().map(|(key, _)| key))
        .collect();
    let is_asked = |before: &str| {
        ["t(", "tp("].iter().any(|call| {
            before == *call
                || before.ends_with(&format!("({call}"))
                || before.ends_with(&format!("!{call}"))
                || before.ends_with(&format!("::{call}"))
        })
    };
    let mut found = Vec::new();
    for (path, text) in repository.with_extension(&["rs"]).filter(|(path, _)| path.starts_with("src/")) {
        for literal in rust::read(text).literals.iter().filter(|literal| is_asked(&literal.before)) {
            if !known.contains(&literal.text) {
                found.push(Finding::line(path, literal.line, format!("there is no text `{}`", literal.text)));
            }
        }
    }
    found
}

/// Where the steps of a dossier are drawn: these files end up in the part that does not have the texts of the front.
const STEPS: [&str; 11] = [
    "src/app",
    "src/form",
    "src/remote.rs",
    "src/session.rs",
    "src/steps",
    "src/ui",
    "src/pages/documents.rs",
    "src/pages/dossier_form.rs",
    "src/pages/not_found.rs",
    "src/pages/receipt.rs",
    "src/pages/review.rs",
];

/// Texts of the front that the steps of a dossier ask for: they would show the key.
#[must_use]
pub fn of_the_other_part(repository: &Repository) -> Vec<Finding> {
    let front = repository.files().find(|(path, _)| *path == "src/i18n/vi/pages.json");
    let Some(front) = front.and_then(|(_, text)| serde_json::from_str::<Entries>(text).ok()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (path, text) in repository.with_extension(&["rs"]) {
        if STEPS.iter().any(|start| path.starts_with(start)) {
            for literal in rust::read(text).literals {
                // What a procedure is asked for by `find` is a text of its own.
                let is_ours = !literal.before.ends_with(".find(");
                if is_ours && front.0.iter().any(|(key, _)| *key == literal.text) {
                    let message = format!("`{}` is a text of the front: move it to app.json", literal.text);
                    found.push(Finding::line(path, literal.line, message));
                }
            }
        }
    }
    found
}

/// `src/i18n/vi/form.json`, `src/i18n/vi.json` and `procedures/1/texts.vi.json` are Vietnamese members of groups.
fn group(path: &str) -> Option<(String, &'static str)> {
    let is_text =
        path.starts_with("src/i18n/") || (path.starts_with("procedures/") && path.contains("/texts."));
    if !is_text || extension(path) != "json" {
        return None;
    }
    LANGUAGES.into_iter().find_map(|language| {
        let marks = [format!("/{language}/"), format!("/{language}.json"), format!(".{language}.json")];
        let mark = marks.iter().find(|mark| path.contains(mark.as_str()))?;
        Some((path.replace(mark.as_str(), "/*/"), language))
    })
}

fn own_faults(path: &str, entries: &Entries) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (key, text) in &entries.0 {
        if !seen.insert(key) {
            found.push(Finding::file(path, format!("`{key}` is there twice")));
        }
        if text.trim().is_empty() {
            found.push(Finding::file(path, format!("`{key}` is empty")));
        }
    }
    found
}

fn differences(path: &str, entries: &Entries, other_path: &str, other: &Entries) -> Vec<Finding> {
    let others: BTreeMap<&String, &String> = other.0.iter().map(|(key, text)| (key, text)).collect();
    let missing = |(key, text): &(String, String)| match others.get(key) {
        None => Some(Finding::file(other_path, format!("`{key}` is missing"))),
        Some(translated) if parameters(translated) != parameters(text) => {
            Some(Finding::file(path, format!("`{key}` has other parameters than in {other_path}")))
        }
        Some(_) => None,
    };
    entries.0.iter().filter_map(missing).collect()
}

/// The names in braces.
fn parameters(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Entries;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object whose values are strings")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Entries, M::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        parity(&Repository::of(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_missing_key_is_found_in_both_directions() {
        let files = [
            ("src/i18n/vi/app.json", r#"{"a":"x","b":"x"}"#),
            ("src/i18n/en/app.json", r#"{"a":"x","c":"x"}"#),
        ];
        assert_eq!(
            messages(&files),
            ["src/i18n/vi/app.json: `c` is missing", "src/i18n/en/app.json: `b` is missing"]
        );
    }

    #[test]
    fn other_parameters_are_found() {
        let files = [
            ("procedures/1/texts.vi.json", r#"{"a":"{n} con"}"#),
            ("procedures/1/texts.en.json", r#"{"a":"{m} children"}"#),
        ];
        assert_eq!(messages(&files).len(), 2);
    }

    #[test]
    fn a_missing_language_an_empty_text_a_double_key_and_a_nested_file_are_found() {
        assert_eq!(
            messages(&[("src/i18n/vi.json", "{}")]),
            ["src/i18n/vi.json: there is no such file in language `en`"]
        );
        let files = [
            ("src/i18n/vi.json", r#"{"a":" ","b":"x","b":"y"}"#),
            ("src/i18n/en.json", r#"{"a":"x","b":"y"}"#),
        ];
        assert_eq!(
            messages(&files),
            ["src/i18n/vi.json: `a` is empty", "src/i18n/vi.json: `b` is there twice"]
        );
        assert!(
            messages(&[("src/i18n/vi.json", r#"{"a":{"b":"c"}}"#), ("src/i18n/en.json", "{}")])[0]
                .contains("not a flat file")
        );
    }

    #[test]
    fn letters_apart_from_their_marks_are_found() {
        let apart = "{\"a\":\"Vie\u{302}\u{323}t\"}";
        assert_eq!(composed(&Repository::of(&[("src/i18n/vi.json", apart)])).len(), 1);
        assert_eq!(composed(&Repository::of(&[("src/i18n/vi.json", "{\"a\":\"Việt\"}")])), []);
    }

    #[test]
    fn a_key_nobody_has_written_is_found() {
        let rust = r#"//! x
            fn f() { view! { <p>{t("a")}</p> {tp("c", vec![])} }; set("d"); i18n::t("e") }"#;
        let files = [("src/i18n/vi/app.json", r#"{"a":"x"}"#), ("src/app.rs", rust)];
        let found: Vec<String> =
            asked_for(&Repository::of(&files)).into_iter().map(|finding| finding.message).collect();
        assert_eq!(found, ["there is no text `c`", "there is no text `e`"]);
    }

    #[test]
    fn a_text_that_only_the_front_has_is_not_asked_for_in_a_step() {
        let front = ("src/i18n/vi/pages.json", "{\"home.title\": \"Chào\"}");
        let asked = "//! x\nlet text = say.text(\"home.title\");";
        let found = |path| of_the_other_part(&Repository::of(&[front, (path, asked)]));
        assert_eq!(found("src/steps/pay.rs").len(), 1);
        assert!(found("src/pages/home.rs").is_empty());
    }
}
