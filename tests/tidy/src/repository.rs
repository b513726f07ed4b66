//! The files that the rules look at: what git tracks or would track, as text, by path. Samples for the rules' own tests are made of
//! the same type. Nothing is judged here.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Text files by their path relative to the root, with `/` between folders.
#[derive(Debug, Default)]
pub struct Repository {
    files: BTreeMap<String, String>,
}

impl Repository {
    /// The checkout this package is in. Files that are not UTF-8 (pictures) are left out.
    ///
    /// # Errors
    ///
    /// When git cannot list the files: a rule that sees nothing must not pass.
    pub fn here() -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let list = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&root)
            .output()
            .map_err(|error| format!("git does not start: {error}"))?;
        if !list.status.success() {
            return Err(format!("git lists no files: {}", String::from_utf8_lossy(&list.stderr)));
        }
        let names = String::from_utf8_lossy(&list.stdout);
        let read = |name: &str| Some((name.to_owned(), std::fs::read_to_string(root.join(name)).ok()?));
        Ok(Self { files: names.split('\0').filter(|name| !name.is_empty()).filter_map(read).collect() })
    }

    /// A repository made up for a test.
    #[must_use]
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect() }
    }

    /// All files with their text.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files whose name ends in one of these extensions.
    pub fn with_extension<'a>(
        &'a self,
        extensions: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files().filter(|(path, _)| {
            path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
        })
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Whether there is such a file, or a folder with files in it.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.files.contains_key(path)
            || self.files.range(folder.clone()..).next().is_some_and(|(file, _)| file.starts_with(&folder))
    }
}

/// What stands behind the last dot of a file's name.
#[must_use]
pub fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_checkout_has_this_file_and_not_what_is_ignored() {
        let here = Repository::here().expect("git lists the files");
        assert!(
            here.text("tests/tidy/src/repository.rs")
                .is_some_and(|text| text.contains("this_checkout_has_this_file"))
        );
        assert!(!here.has("target"));
    }

    #[test]
    fn a_folder_is_there_when_a_file_is_in_it() {
        let sample = Repository::of(&[("a/b/c.rs", "")]);
        assert!(sample.has("a/b") && sample.has("a/b/c.rs") && !sample.has("a/bb") && !sample.has("b"));
    }
}
