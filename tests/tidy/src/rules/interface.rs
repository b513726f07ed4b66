//! No interface text in Rust: texts for people are in JSON, one file per language. Vietnamese letters in a string of a Rust file are
//! the sign of one; tests may have them, and so may the few files whose subject is the language itself.

use crate::Finding;
use crate::repository::Repository;
use crate::rust;

/// Places where Vietnamese in Rust is the subject, with the reason.
const SUBJECT: &[(&str, &str)] = &[
    ("crates/sandbox/", "other people's pages: they are not translated with the portal"),
    ("crates/backend/src/signing/gateway/wire", "a gateway's own words for the state of a certificate"),
    ("crates/backend/src/receipts/words", "an issuer's own words for a sum, which are read here"),
    ("crates/eform/src/words", "numbers and dates in words, as forms of the law want them"),
    ("crates/eform/src/text", "the table of Vietnamese letters and their marks"),
    ("crates/eform/src/cases", "made-up answers that the tests of several packages share"),
    ("crates/eform/src/name", "which letters a Vietnamese name may have"),
];

/// Strings with Vietnamese letters.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in repository.with_extension(&["rs"]) {
        if rust::is_test_file(path) || SUBJECT.iter().any(|(place, _)| path.starts_with(place)) {
            continue;
        }
        let texts = rust::read(text).literals.into_iter().filter(|literal| has_vietnamese(&literal.text));
        found.extend(texts.map(|literal| {
            Finding::line(path, literal.line, "a text for people: it belongs into a file of texts")
        }));
    }
    found
}

/// Whether a word is Vietnamese; a lone `đ` is the sign of the currency and no word.
fn has_vietnamese(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic() && !('\u{300}'..='\u{323}').contains(&c))
        .any(|word| word != "\u{111}" && word.chars().any(is_vietnamese))
}

/// Letters with the marks of Vietnamese; plain Latin letters prove nothing.
fn is_vietnamese(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{1b0}' | '\u{300}'..='\u{323}' | '\u{1ea0}'..='\u{1ef9}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vietnamese_string_in_a_component_is_found() {
        let sample = "//! x\nfn f() {\n  view! { <p>\"Tiếp tục\"</p> }\n}\n";
        assert_eq!(check(&Repository::of(&[("src/pages/home.rs", sample)]))[0].line, 3);
    }

    #[test]
    fn comments_tests_and_the_language_itself_may_be_vietnamese() {
        let comment = "//! công dân\nconst A: &str = \"8.000\u{a0}đ\";\n#[cfg(test)]\nmod tests { const B: &str = \"Hằng\"; }\n";
        let files = [
            ("src/app.rs", comment),
            ("crates/eform/src/words.rs", "\"một\""),
            ("crates/eform/tests/a.rs", "\"một\""),
        ];
        assert_eq!(check(&Repository::of(&files)), []);
    }
}
