//! Whether an answer to one question can stand as the answer to another, and what options become.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::kinds::Kind;
use crate::schema::field::Field;

/// What an answer means to the citizen, whatever limits the kind sets: an answer goes only where it means the same.
#[derive(PartialEq, Eq)]
enum Meaning<'a> {
    /// What was typed in a line.
    Line,
    Amount,
    Day,
    Name,
    Place,
    Office,
    /// One or several of options, or a yes or no.
    One,
    Several,
    Truth,
    /// A code of this list.
    Code(&'a str),
    Papers,
    Rows,
    Consent,
    /// Nobody types it, or what was declared stands for the words that were shown then.
    Nothing,
}

fn meaning(kind: &Kind) -> Meaning<'_> {
    match kind {
        Kind::Text(_)
        | Kind::LongText(_)
        | Kind::PersonalId(_)
        | Kind::Phone
        | Kind::Email
        | Kind::TaxCode
        | Kind::SocialInsurance
        | Kind::HealthInsurance
        | Kind::Passport(_)
        | Kind::Plate
        | Kind::BankAccount
        | Kind::BusinessLine(_)
        | Kind::SignaturePlace => Meaning::Line,
        Kind::Number(_) | Kind::Money(_) | Kind::Decimal(_) => Meaning::Amount,
        Kind::Date(_) | Kind::PartialDate(_) => Meaning::Day,
        Kind::PersonName => Meaning::Name,
        Kind::Address(_) => Meaning::Place,
        Kind::Agency(_) => Meaning::Office,
        Kind::Choice(_) => Meaning::One,
        Kind::Choices(_) => Meaning::Several,
        Kind::YesNo => Meaning::Truth,
        Kind::Catalogue(kind) => Meaning::Code(&kind.catalogue),
        Kind::File(_) => Meaning::Papers,
        Kind::Group(_) => Meaning::Rows,
        Kind::Consent => Meaning::Consent,
        Kind::Attestation | Kind::DateWords(_) | Kind::MoneyWords(_) | Kind::Notice => Meaning::Nothing,
    }
}

/// Whether the new question means the same as the old one. A declaration never does: its words may have changed.
pub(crate) fn is_same(old: &Kind, new: &Kind) -> bool {
    let (old, new) = (meaning(old), meaning(new));
    old == new && old != Meaning::Nothing
}

/// Whether the citizen answers this question; others are computed or only read.
pub(crate) fn is_asked(field: &Field) -> bool {
    !field.is_computed() && !matches!(field.kind, Kind::Notice)
}

/// An answer in the codes of a new question; `None` when nothing of it has a successor. The second says whether a code
/// was named.
pub(crate) fn mapped(codes: &BTreeMap<String, Value>, raw: &Value, new: &Kind) -> Option<(Value, bool)> {
    let code = match raw {
        Value::String(code) => codes.get(code.as_str()),
        Value::Bool(yes) => codes.get(if *yes { "true" } else { "false" }),
        Value::Object(parts) => parts.get("option").and_then(Value::as_str).and_then(|code| codes.get(code)),
        Value::Array(chosen) => return several(codes, chosen, new),
        _ => None,
    };
    match code {
        None => Some((raw.clone(), false)),
        Some(Value::Null) => None,
        Some(code) => Some((alone(code, raw, new), true)),
    }
}

/// One option as the new question holds it; what was specified in words goes with it where it can.
fn alone(code: &Value, raw: &Value, new: &Kind) -> Value {
    if matches!(new, Kind::Choices(_)) {
        return json!([code]);
    }
    let mut whole = raw.clone();
    match whole.get_mut("option") {
        Some(option) => {
            *option = code.clone();
            if new.holds(&whole) { whole } else { code.clone() }
        }
        None => code.clone(),
    }
}

fn several(codes: &BTreeMap<String, Value>, chosen: &[Value], new: &Kind) -> Option<(Value, bool)> {
    let named = |code: &&Value| code.as_str().is_some_and(|code| codes.contains_key(code));
    if !chosen.iter().any(|code| named(&code)) {
        return Some((Value::Array(chosen.to_vec()), false));
    }
    let mut left: Vec<Value> = Vec::new();
    for code in chosen {
        let code = code.as_str().and_then(|code| codes.get(code)).unwrap_or(code);
        if !code.is_null() && !left.contains(code) {
            left.push(code.clone());
        }
    }
    match (left.as_slice(), new) {
        ([], _) => None,
        ([only], Kind::Choice(_) | Kind::YesNo) => Some((only.clone(), true)),
        _ => Some((Value::Array(left), true)),
    }
}
