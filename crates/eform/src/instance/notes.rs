//! Notes to the officer: what a citizen says about a value that a source holds and that cannot be changed here. A note is kept in
//! the draft at the path of its field with `/!` behind it, and counts as long as the value is shown and locked.

use serde_json::Value;

use super::Instance;
use crate::form::Form;
use crate::text;

/// Most characters of a note.
pub const NOTE_CHARACTERS: usize = 500;

/// Where a draft keeps the note about a field.
#[must_use]
pub fn note_path(path: &str) -> String {
    [path, "/!"].concat()
}

/// The path of the field that a note is about; none when it is no note, or the form does not lock such a field.
pub(crate) fn about<'p>(form: &Form, path: &'p str) -> Option<&'p str> {
    let field = path.strip_suffix("/!")?;
    form.field_at(field)?.prefill.iter().any(|prefill| prefill.lock).then_some(field)
}

/// Whether a draft keeps this as a note.
pub(crate) fn holds(raw: &Value) -> bool {
    raw.as_str().is_some_and(|note| note.chars().count() <= NOTE_CHARACTERS)
}

impl Instance {
    /// What the citizen says about the value at `path`: composed, without blanks around; none when there is nothing, or when
    /// the value is not shown or not locked.
    #[must_use]
    pub fn note(&self, path: &str) -> Option<String> {
        let entry = &self.entries[self.find(path)? as usize];
        let raw = self.answers.get(&note_path(path)).filter(|raw| holds(raw))?;
        let note = text::nfc(raw.as_str()?.trim());
        (entry.visible && entry.locked && !note.is_empty()).then_some(note)
    }
}
