//! What stands beside procedures and is given to their forms: lists of codes and calendars. Folders are not read here; whoever
//! has the files hands in their names and texts.

use crate::calendar::Calendars;
use crate::catalogue::Catalogues;
#[cfg(feature = "files")]
use crate::{calendar, catalogue, issue::SchemaIssue};

/// Lists of codes and calendars.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Lists by name.
    pub catalogues: Catalogues,
    /// Calendars by name.
    pub calendars: Calendars,
}

#[cfg(feature = "files")]
impl Beside {
    /// Reads files by their path from the folder of procedures: `catalogues/provinces.json`, `catalogues/communes/01.json`,
    /// `calendars/vn.json`. Others are left alone.
    ///
    /// # Errors
    /// Every mistake in every file, each with the path of its file.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<(String, SchemaIssue)>> {
        let mut beside = Self::default();
        let mut wrong = Vec::new();
        for (path, text) in files {
            let name = |folder: &str| path.strip_prefix(folder)?.strip_suffix(".json").map(str::to_owned);
            let issues = if let Some(name) = name("catalogues/") {
                catalogue::file::File::read(text).map(|file| file.list(&name, &mut beside.catalogues))
            } else if let Some(name) = name("calendars/") {
                calendar::file::read(text).map(|calendar| beside.calendars.push((name, calendar)))
            } else {
                continue;
            };
            let issues = issues.err().unwrap_or_default();
            wrong.extend(issues.into_iter().map(|issue| (path.to_owned(), issue)));
        }
        if wrong.is_empty() { Ok(beside) } else { Err(wrong) }
    }
}
