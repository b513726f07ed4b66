//! Evaluates single expressions over the answers of a form: for cases of operators, and for oracles that compare with
//! other engines.

use serde_json::Value;

use crate::expr::eval::eval;
use crate::expr::typing::Typing;
use crate::instance::scope::Seen;
use crate::{Instance, SchemaIssue};

/// The value of an expression over a form that is being filled in, in canonical form (decimals as texts), and the word
/// of its type; no value when it is missing.
///
/// # Errors
/// What is wrong with the expression; pointers start at the expression.
pub fn evaluate(
    instance: &Instance,
    expression: &Value,
) -> Result<(&'static str, Option<Value>), Vec<SchemaIssue>> {
    let mut issues = Vec::new();
    let typed = Typing::new(&instance.form().layout, None, &mut issues).compile(expression, "");
    match typed {
        Some((ir, kind)) if issues.is_empty() => {
            Ok((kind.word(), eval(&ir, &Seen { instance, base: 0 }).into_value()))
        }
        _ => Err(issues),
    }
}

/// Every operator that an expression may use, sorted.
#[must_use]
pub fn operators() -> &'static [&'static str] {
    crate::expr::OPERATORS
}

/// What does not hold of the `expressions` of a case: `{"of": EXPR, "is": value | null, "type"?}` or `{"of": EXPR,
/// "issue": code, "at": pointer}`.
pub(super) fn check(instance: &Instance, wanted: &Value) -> Vec<String> {
    let Value::Array(lines) = wanted else { return vec!["`expressions` is no list".to_owned()] };
    lines.iter().filter_map(|line| check_line(instance, line)).collect()
}

fn check_line(instance: &Instance, line: &Value) -> Option<String> {
    let Some(of) = line.get("of") else { return Some(format!("{line} has no `of`")) };
    let found = evaluate(instance, of);
    let holds = match (&found, line.get("issue"), line.get("is")) {
        (Ok((kind, value)), None, Some(is)) => {
            value.as_ref().unwrap_or(&Value::Null) == is && line.get("type").is_none_or(|word| word == kind)
        }
        (Err(issues), Some(code), None) => issues.iter().any(|issue| {
            code == issue.code && line.get("at").and_then(Value::as_str) == Some(&issue.pointer)
        }),
        _ => false,
    };
    (!holds).then(|| format!("{of} gives {found:?}"))
}
