//! Every file begins by saying what lives in it.

use crate::Finding;
use crate::repository::{Repository, extension};

/// Rust files begin with `//!`, style sheets and scripts with a comment.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .with_extension(&["rs", "css", "js", "mjs"])
        .filter(|(path, text)| !has_header(path, text))
        .map(|(path, _)| Finding::line(path, 1, "the file does not begin with a comment on what lives here"))
        .collect()
}

fn has_header(path: &str, text: &str) -> bool {
    let text = text.strip_prefix("#!").and_then(|rest| rest.split_once('\n')).map_or(text, |(_, rest)| rest);
    let starts: &[&str] = match extension(path) {
        "rs" => &["//! "],
        "css" => &["/* "],
        _ => &["// ", "/* ", "/** "],
    };
    starts.iter().any(|start| text.starts_with(start))
        && text.lines().next().is_some_and(|line| line.len() > 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_header_is_found_whatever_its_kind() {
        let bad = [
            ("a.rs", "// plain comment, not for the module\n"),
            ("b.rs", "fn a() {}"),
            ("c.css", ".a {}"),
            ("d.mjs", "import 'x';"),
            ("e.rs", "//! x\n"),
        ];
        assert_eq!(check(&Repository::of(&bad)).len(), bad.len());
    }

    #[test]
    fn a_header_is_enough() {
        let good = [
            ("a.rs", "//! What lives here.\n"),
            ("c.css", "/* The tokens. */"),
            ("d.mjs", "#!/usr/bin/env node\n// What it does.\n"),
            ("e.json", "{}"),
        ];
        assert_eq!(check(&Repository::of(&good)), []);
    }
}
