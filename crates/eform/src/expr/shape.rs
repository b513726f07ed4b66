//! What is no expression whatever the form is: for expressions over another version of a form, which alone can type them.

use serde_json::Value;

use super::OPERATORS;
use crate::facts;
use crate::issue::SchemaIssue;
use crate::schema::reader::join;

/// Reports what no form could make sense of: a value that is no expression, an operator that does not exist.
pub(crate) fn judge(value: &Value, pointer: &str, issues: &mut Vec<SchemaIssue>) {
    match value {
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        Value::Object(map) if map.len() == 1 => {
            for (name, arguments) in map {
                operator(name, arguments, &join(pointer, name), issues);
            }
        }
        Value::Null | Value::Array(_) | Value::Object(_) => {
            issues.push(SchemaIssue::new(pointer, "not_an_expression"));
        }
    }
}

fn operator(name: &str, arguments: &Value, at: &str, issues: &mut Vec<SchemaIssue>) {
    let wrong = match name {
        "var" | "known" | "shown" | "row" => {
            (!arguments.is_string() && !arguments.is_array()).then_some("expected_name")
        }
        "fact" => arguments.as_str().and_then(facts::find).is_none().then_some("unknown_fact"),
        _ if OPERATORS.binary_search(&name).is_err() => Some("unknown_operator"),
        _ => return each(arguments, at, issues),
    };
    issues.extend(wrong.map(|code| SchemaIssue::new(at, code)));
}

/// One argument, or a list of them; a list within it is one of literals.
fn each(arguments: &Value, at: &str, issues: &mut Vec<SchemaIssue>) {
    let Value::Array(items) = arguments else { return judge(arguments, at, issues) };
    for (place, item) in items.iter().enumerate() {
        each(item, &join(at, &place.to_string()), issues);
    }
}
