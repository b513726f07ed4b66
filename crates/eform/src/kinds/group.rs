//! `group`: repeated fields, such as members of a household. Raw is the list of row ids at the path of the group, and
//! each cell is answered at `group/row/field`; in evaluated data it is a list of objects. Row ids are stable and never
//! reused. Rows are handled in `instance/rows.rs`.

use serde_json::Value;

use super::parsed::Parsed;
use crate::schema::field::Field;
use crate::schema::reader::Reader;
use crate::violation::Fault;

/// Properties of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Cells of a row.
    pub fields: Vec<Field>,
    /// Fewest rows; when not given, one for a required group and none otherwise.
    pub min: Option<usize>,
    /// Most rows.
    pub max: usize,
}

impl Group {
    /// Reads `fields`, `min` and `max`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let group = Self {
            fields: reader.list("fields", Field::read),
            min: reader.count("min"),
            max: reader.count("max").unwrap_or(500),
        };
        if group.fields.is_empty() {
            reader.issue("fields", "missing_key");
        }
        if group.min.is_some_and(|min| min > group.max) {
            reader.issue("max", "min_above_max");
        }
        group
    }

    /// See [`super::Kind::parse`]; the value is the list of row ids.
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        let rows = match raw {
            Value::Null => return Parsed::blank(),
            Value::Array(rows) if rows.is_empty() => return Parsed::blank(),
            Value::Array(rows) => rows,
            _ => return Parsed::error("invalid"),
        };
        let above = (rows.len() > self.max).then(|| Fault::error("group.max").with("max", self.max));
        Parsed::value(raw.clone()).and(above)
    }
}

/// Whether a text is a row id as this engine gives them: `r` and a number. Nothing else is taken from a draft, since
/// row ids stand in paths and paths in logs.
pub(crate) fn is_row_id(id: &str) -> bool {
    let digits = id.strip_prefix('r').unwrap_or_default();
    (1..=9).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}
