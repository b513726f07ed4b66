//! What must not be left behind in a tracked file: unfinished and skipped work, places of one machine, hosts of package registries,
//! what the content security policy forbids, and what makes the portal larger. Lock files are the package managers' own.

use crate::Finding;
use crate::repository::Repository;

/// Words in any file. In pieces, so that this file does not contain them.
const ANYWHERE: &[(&[&str], &str)] = &[
    (&["FIX", "ME"], "finish it, or write an issue"),
    (&["to", "do!("], "finish it, or write an issue"),
    (&["unimple", "mented!("], "finish it, or write an issue"),
    (&["#[ig", "nore"], "a test runs, or is not there"),
    (&["test.", "skip"], "a test runs, or is not there"),
    (&["test.", "fixme"], "a test runs, or is not there"),
    (&[".on", "ly("], "all tests run"),
    (&["/ro", "ot/"], "a path of one machine"),
    (&["/tm", "p/"], "a path of one machine"),
    (&["registry.", "npmjs"], "where packages come from is the machine's business"),
    (&["static.", "crates"], "where packages come from is the machine's business"),
    (&["index.", "crates"], "where packages come from is the machine's business"),
    (&["py", "pi.org"], "where packages come from is the machine's business"),
];

/// Words in the portal's source.
const IN_PORTAL: &[(&[&str], &str)] = &[
    (&["style", "=\""], "the policy forbids inline styles: use a class"),
    (&["inner", "_html"], "the policy forbids markup from strings: use view!"),
    (&["set_inner", "_html"], "the policy forbids markup from strings: use view!"),
    (&["{move", " ||"], "old phones download it once per place: use `ui::live`"),
    (&["<Sh", "ow "], "old phones download it once per place: use `ui::Shown`"),
    (&[".collect", "_view()"], "old phones download it once per type: use `ui::CollectAny`"),
];

const LOCKS: [&str; 2] = ["Cargo.lock", "package-lock.json"];

/// Every line with such a word.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let files = repository.files().filter(|(path, _)| !LOCKS.iter().any(|lock| path.ends_with(lock)));
    files
        .flat_map(|(path, text)| {
            text.lines().enumerate().filter_map(move |(index, line)| judge(path, index + 1, line))
        })
        .collect()
}

fn judge(path: &str, number: usize, line: &str) -> Option<Finding> {
    let portal = if path.starts_with("src/") { IN_PORTAL } else { &[] };
    let found = ANYWHERE
        .iter()
        .chain(portal)
        .map(|(pieces, reason)| (pieces.concat(), reason))
        .find(|(word, _)| line.contains(word));
    found.map(|(word, reason)| Finding::line(path, number, format!("`{word}`: {reason}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_where_it_is_forbidden() {
        for (pieces, _) in ANYWHERE {
            let line = format!("a {} b", pieces.concat());
            assert_eq!(check(&Repository::of(&[("README.md", &line)])).len(), 1, "{line}");
        }
        for (pieces, _) in IN_PORTAL {
            let line = format!("a {} b", pieces.concat());
            assert_eq!(check(&Repository::of(&[("src/app.rs", &line)])).len(), 1, "{line}");
            assert_eq!(check(&Repository::of(&[("docs/csp.md", &line)])), [], "{line}");
        }
    }

    #[test]
    fn lock_files_name_the_hosts_they_must() {
        let line = ANYWHERE.iter().map(|(pieces, _)| pieces.concat()).collect::<String>();
        assert_eq!(check(&Repository::of(&[("tests/journeys/package-lock.json", &line)])), []);
    }
}
