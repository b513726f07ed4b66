//! Tests that a page of the documentation names are there: a path and the test's name, each in backquotes, one after the other. Of each case
//! one is named after it, so that a failure says which case it is.

use crate::Finding;
use crate::repository::Repository;

/// The page that says by which tests each case is shown.
const PAGE: &str = "docs/incidents.md";

/// Tests that the page names and that are not there, and cases that it leaves without a test of their name, or without any.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let Some(page) = repository.text(PAGE) else { return vec![Finding::file(PAGE, "is not there")] };
    let rows = page.lines().zip(1..).filter(|(row, _)| is_case(row));
    let wrong =
        rows.flat_map(|(row, number)| missing(repository, row).into_iter().map(move |what| (number, what)));
    wrong.map(|(number, what)| Finding::line(PAGE, number, what)).collect()
}

/// What is wrong with the row of one case.
fn missing(repository: &Repository, row: &str) -> Vec<String> {
    let quoted: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
    let is_built = !row.contains("Not built");
    let alone = is_built && quoted.is_empty();
    let case = number(row).unwrap_or_default();
    let is_named = quoted.chunks(2).filter_map(|pair| pair.get(1)).any(|name| is_after(name, case));
    let unnamed = is_built && !alone && !is_named;
    let pairs = quoted.chunks(2).filter_map(|pair| match pair {
        [path, name] if repository.text(path).is_some_and(|text| text.contains(name)) => None,
        [path, name] => Some(format!("`{path}` has no test `{name}`")),
        _ => Some("a path stands without the name of a test".to_owned()),
    });
    pairs
        .chain(alone.then(|| "nothing shows this case".to_owned()))
        .chain(unnamed.then(|| format!("no test is named after {case}")))
        .collect()
}

/// Whether a row of a table begins with the number of a case (`| PY1 |`).
fn is_case(row: &str) -> bool {
    number(row).is_some_and(|word| word.ends_with(|last: char| last.is_ascii_digit()))
}

fn number(row: &str) -> Option<&str> {
    row.strip_prefix("| ").and_then(|rest| rest.split(' ').next())
}

/// Whether the name of a test has the number among its words, in whatever case.
fn is_after(test: &str, case: &str) -> bool {
    let mut words = test.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.any(|word| word.eq_ignore_ascii_case(case))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(row: &str) -> usize {
        let files =
            [(PAGE, row), ("tests/a.rs", "fn py1_it_holds() {} fn py12_too() {} fn sg2_and_PY3() {}")];
        check(&Repository::of(&files)).len()
    }

    #[test]
    fn a_named_test_is_there_and_a_case_has_one() {
        assert_eq!(found("| PY1 | Holds | `tests/a.rs` `py1_it_holds` |"), 0);
        assert_eq!(found("| PY2 | Holds | `tests/a.rs` `py2_it_holds` |"), 1);
        assert_eq!(found("| PY1 | Holds | `tests/b.rs` `py1_it_holds` |"), 1);
        assert_eq!(found("| PY1 | Holds | `tests/a.rs` |"), 2);
        assert_eq!(found("| PY1 | Holds | by itself |"), 1);
        assert_eq!(found("| PY1 | Holds | Not built: signers |"), 0);
        assert_eq!(found("| PY1 | Holds | `tests/a.rs` `py12_too` |"), 1);
        assert_eq!(found("| PY1 | Holds | `tests/a.rs` `py12_too`; `tests/a.rs` `py1_it_holds` |"), 0);
        assert_eq!(found("| PY3 | Holds | `tests/a.rs` `sg2_and_PY3` |"), 0);
        assert_eq!(found("| Case | What must hold | Shown by |"), 0);
        assert_eq!(check(&Repository::of(&[])).len(), 1);
    }
}
