//! `consent`: the agreement of another person (the head of the household, the owner of the dwelling, the other parent), as
//! declared by the applicant: that they agree, and who they are. Raw is `{"agrees","name":{…},"id"}`, the value the same with
//! `agrees` true; what exactly they agree to is the field's text and goes into the signed document. Confirmation by that
//! person (`VNeID`) happens outside the form.

use serde_json::{Value, json};

use super::parsed::Parsed;
use super::{person_name, personal_id};

/// Parts that expressions may ask for.
pub(crate) const KEYS: [&str; 1] = ["id"];

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    if !(raw.is_null() || raw.is_object()) {
        return Parsed::error("invalid");
    }
    let part = |key: &str| raw.get(key).unwrap_or(&Value::Null);
    let (name, id) = (person_name::parse(part("name")), personal_id::parse(part("id")));
    let is_blank = |parsed: &Parsed| parsed.value.is_none() && parsed.faults.is_empty();
    let agrees = match part("agrees") {
        Value::Bool(true) => true,
        Value::Bool(false) | Value::Null => false,
        _ => return Parsed::error("invalid"),
    };
    if !agrees && is_blank(&name) && is_blank(&id) {
        return Parsed::blank();
    }
    let mut parsed = match (&name.value, &id.value) {
        (Some(name), Some(id)) if agrees => Parsed::value(json!({"agrees": true, "name": name, "id": id})),
        _ => Parsed::blank(),
    };
    let missing =
        [(!agrees, "consent.agrees"), (is_blank(&name), "consent.name"), (is_blank(&id), "consent.id")];
    for (is_missing, code) in missing {
        if is_missing {
            parsed.faults.extend(Parsed::error(code).faults);
        }
    }
    parsed.faults.extend(name.faults);
    parsed.faults.extend(id.faults);
    parsed
}
