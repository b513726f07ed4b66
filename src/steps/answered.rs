//! Answers as they stand in a content that is fixed, where no form is open: each with its path and the rows that it stands in.

use eform::{Field, Kind};
use serde_json::{Map, Value};

/// An answer, and the rows around it: the path of each group, and which row from 1.
pub(super) struct Answered<'a> {
    pub path: String,
    pub kind: &'a Kind,
    pub rows: Vec<(String, usize)>,
    pub value: &'a Value,
}

/// Every answer to these questions, in their order; of a group, those in its rows.
pub(super) fn answered<'a>(fields: &'a [Field], answers: &'a Map<String, Value>) -> Vec<Answered<'a>> {
    let mut found = Vec::new();
    gather(fields, answers, "", &[], &mut found);
    found
}

fn gather<'a>(
    fields: &'a [Field],
    answers: &'a Map<String, Value>,
    at: &str,
    rows: &[(String, usize)],
    found: &mut Vec<Answered<'a>>,
) {
    for field in fields {
        let Some(value) = answers.get(&field.id) else { continue };
        let path = [at, &field.id].concat();
        if !matches!(field.kind, Kind::Group(_)) {
            found.push(Answered { path, kind: &field.kind, rows: rows.to_vec(), value });
            continue;
        }
        for (number, row) in value.as_array().into_iter().flatten().enumerate() {
            let Some(row) = row.as_object() else { continue };
            let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
            let here = [rows, &[(path.clone(), number + 1)]].concat();
            gather(field.cells(), row, &[&path, "/", id, "/"].concat(), &here, found);
        }
    }
}
