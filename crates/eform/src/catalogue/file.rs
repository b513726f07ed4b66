//! The file of a catalogue: where it comes from, and its entries with their names. Every mistake is reported with its place.
//! For the backend and for authors; the portal gets lists from the backend in another shape.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::{Catalogues, Codes, Term};
use crate::date::CivilDate;
use crate::issue::SchemaIssue;
use crate::kinds::catalogue::is_code;
use crate::schema::Window;
use crate::schema::reader::Reader;

/// Where a list comes from, so that somebody can look whether it is still so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// `law` (a legal document has the list), `package` (a public dataset or registry package) or `agency` (whoever runs
    /// the portal supplies it).
    pub kind: String,
    /// The document, the package or the agency.
    pub name: String,
    /// The day on which it was taken from there.
    pub taken: Option<CivilDate>,
    /// A few entries to try forms with, not the list.
    pub is_test: bool,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What goes into the dossier.
    pub code: String,
    /// The official name.
    pub vi: String,
    /// The English name, where it is another.
    pub en: Option<String>,
    /// Other spellings, and names of what is inside this one today.
    pub also: Vec<String>,
    /// Attributes of the code: each makes a list `<catalogue>/<attribute>`.
    pub has: Vec<String>,
    /// When it may be chosen, and what came after it.
    pub term: Term,
}

/// One catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Day, month or number of the list that is in force.
    pub version: String,
    /// Where it comes from.
    pub source: Source,
    /// The entries in the order in which they are offered.
    pub entries: Vec<Entry>,
}

impl Source {
    /// Reads `source`, which a catalogue and each year of a calendar must have.
    pub(crate) fn read(file: &mut Reader<'_, '_>) -> Self {
        let mut source = Self { kind: String::new(), name: String::new(), taken: None, is_test: false };
        let Some(mut reader) = file.object("source") else {
            file.issue("source", "missing_source");
            return source;
        };
        source.kind = reader.text("kind");
        if !["law", "package", "agency"].contains(&source.kind.as_str()) {
            reader.issue("kind", "unknown_source");
        }
        source.name = reader.text("name");
        source.taken = reader.date("taken");
        if source.taken.is_none() {
            reader.issue("taken", "missing_key");
        }
        source.is_test = reader.flag("test", false);
        reader.finish();
        source
    }
}

impl File {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// Every mistake at once: no source, unknown keys, codes that no code can be or that occur twice, days that end before
    /// they begin, successors that are not in the list.
    pub fn read(text: &str) -> Result<Self, Vec<SchemaIssue>> {
        let value = parsed(text)?;
        let mut issues = Vec::new();
        let file = Reader::new(&value, String::new(), &mut issues).map(|mut reader| {
            reader.id("catalogue");
            reader.take("province");
            let window = Window::read(&mut reader);
            let mut file = Self {
                version: reader.text("version"),
                source: Source::read(&mut reader),
                entries: reader.list("entries", read_entry),
            };
            for entry in &mut file.entries {
                let own = &mut entry.term.window;
                *own = Window { from: own.from.or(window.from), to: own.to.or(window.to) };
            }
            reader.finish();
            file
        });
        let file = file.filter(|file| {
            judge(file, &mut issues);
            issues.is_empty()
        });
        file.ok_or(issues)
    }

    /// Adds the codes to the lists that a form is given, under the list's name and under those of its attributes.
    pub fn list(&self, name: &str, lists: &mut Catalogues) {
        let codes = |entries: &mut dyn Iterator<Item = &Entry>| {
            Arc::new(entries.map(|entry| (entry.code.clone(), entry.term.clone())).collect::<Codes>())
        };
        lists.insert(name.to_owned(), codes(&mut self.entries.iter()));
        let attributes: BTreeSet<&String> = self.entries.iter().flat_map(|entry| &entry.has).collect();
        for attribute in attributes {
            let mut with = self.entries.iter().filter(|entry| entry.has.contains(attribute));
            lists.insert([name, "/", attribute].concat(), codes(&mut with));
        }
    }
}

/// JSON, or the place where it is none.
pub(crate) fn parsed(text: &str) -> Result<Value, Vec<SchemaIssue>> {
    serde_json::from_str(text).map_err(|error| {
        vec![SchemaIssue::new("", "json").with("line", error.line()).with("column", error.column())]
    })
}

fn read_entry(mut reader: Reader<'_, '_>) -> Entry {
    let code = reader.text("code");
    if !code.is_empty() && !is_code(&code) {
        reader.issue("code", "code_characters");
    }
    let mut also = reader.texts("also");
    also.extend(reader.texts("was"));
    let entry = Entry {
        code,
        vi: reader.text("vi"),
        en: reader.text_or_none("en"),
        also,
        has: reader.texts("has"),
        term: Term {
            window: Window::read(&mut reader),
            next: reader.text_or_none("next").map(String::into_boxed_str),
        },
    };
    reader.finish();
    entry
}

/// What one entry alone does not show.
fn judge(file: &File, issues: &mut Vec<SchemaIssue>) {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, entry) in file.entries.iter().enumerate() {
        if places.insert(&entry.code, at).is_some() {
            let pointer = ["/entries/", &at.to_string(), "/code"].concat();
            issues.push(SchemaIssue::new(&pointer, "duplicate_id").with("id", entry.code.as_str()));
        }
    }
    for (at, entry) in file.entries.iter().enumerate() {
        if let Some(next) = entry.term.next.as_deref()
            && !places.contains_key(next)
        {
            let pointer = ["/entries/", &at.to_string(), "/next"].concat();
            issues.push(SchemaIssue::new(&pointer, "unknown_code").with("code", next));
        }
    }
}
