//! What a draft of a form takes: answers at paths that the form has, in the shape that the kind holds. A backend asks
//! before it stores; the engine itself opens any draft.

use serde_json::Value;

use super::Form;
use crate::instance::notes;
use crate::kinds::Kind;
use crate::kinds::group::is_row_id;
use crate::schema::field::Field;

impl Form {
    /// Why a draft does not take this answer: `path.unknown` (the form has no such field), `path.computed` (nobody
    /// types there) or `malformed` (no widget of the kind holds this). A blank (`null`) is taken everywhere: it only
    /// takes something away.
    #[must_use]
    pub fn refusal(&self, path: &str, raw: &Value) -> Option<&'static str> {
        if raw.is_null() {
            return None;
        }
        if let Some(group) = path.strip_suffix("/#") {
            let is_group = matches!(self.field_at(group), Some(Field { kind: Kind::Group(_), .. }));
            return match (is_group, raw.as_u64()) {
                (false, _) => Some("path.unknown"),
                // As many digits as a row id may have.
                (true, Some(0..=999_999_999)) => None,
                (true, _) => Some("malformed"),
            };
        }
        if notes::about(self, path).is_some() {
            return (!notes::holds(raw)).then_some("malformed");
        }
        let Some(field) = self.field_at(path) else { return Some("path.unknown") };
        if field.is_computed() || matches!(field.kind, Kind::Notice) {
            return Some("path.computed");
        }
        (!field.kind.holds(raw)).then_some("malformed")
    }

    /// The field of `field`, `group/row/field` and so on, whether the rows are there or not.
    #[must_use]
    pub fn field_at(&self, path: &str) -> Option<&Field> {
        let mut parts = path.split('/');
        let id = parts.next()?;
        let mut field =
            self.schema.pages.iter().flat_map(|page| &page.fields).find(|field| field.id == id)?;
        while let Some(row) = parts.next() {
            let cell = parts.next().filter(|_| is_row_id(row))?;
            field = field.cells().iter().find(|field| field.id == cell)?;
        }
        Some(field)
    }
}
