//! A file past 400 lines is asking to be split.

use crate::Finding;
use crate::repository::Repository;

const MOST: usize = 400;

/// Source files that are too long; lock files and data are not source.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .with_extension(&["rs", "css", "js", "mjs"])
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST)
        .map(|(path, lines)| Finding::file(path, format!("{lines} lines; split it, {MOST} are enough")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_401_is_one_too_many() {
        let (enough, too_many) = ("x\n".repeat(400), "x\n".repeat(401));
        assert_eq!(check(&Repository::of(&[("a.rs", &enough), ("b.json", &too_many)])), []);
        assert_eq!(
            check(&Repository::of(&[("a.rs", &too_many), ("b.css", &too_many), ("c.mjs", &too_many)])).len(),
            3
        );
    }
}
