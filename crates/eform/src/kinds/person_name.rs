//! `person_name`: họ, chữ đệm, tên. Raw and value are `{"family","middle","given"}`; family and given name are
//! needed, the middle name may be empty. Spelling is kept as entered.

use serde_json::{Map, Value};

use super::parsed::{Parsed, part};
use crate::name::{self, PARTS};
use crate::violation::Fault;

/// Most characters of one part.
pub(crate) const MAX: usize = 100;

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    if raw.is_null() {
        return Parsed::blank();
    }
    if !raw.is_object() {
        return Parsed::error("invalid");
    }
    let mut name = Map::new();
    let mut faults: Vec<Fault> = Vec::new();
    for key in PARTS {
        let Some(typed) = part(raw, key) else { return Parsed::error("invalid") };
        let (cleaned, mut found) = name::clean(typed);
        if cleaned.chars().count() > MAX {
            found.push(Fault::error("too_long").with("max", MAX));
        }
        for fault in found {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
        name.insert(key.to_owned(), Value::String(cleaned));
    }
    let is_empty = |key: &str| name.get(key).and_then(Value::as_str).is_none_or(str::is_empty);
    if PARTS.into_iter().all(is_empty) {
        return Parsed::blank();
    }
    let missing: Vec<Fault> = [("family", "name.family"), ("given", "name.given")]
        .into_iter()
        .filter(|(key, _)| is_empty(key))
        .map(|(_, code)| Fault::error(code))
        .collect();
    let value = missing.is_empty().then_some(Value::Object(name));
    faults.extend(missing);
    Parsed { value, faults }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn what_turns_the_direction_of_writing_is_told_and_not_taken_out_in_silence() {
        for turned in ["\u{202e}hnàhT", "\u{2066}Thành\u{2069}", "Thành\u{200f}", "\u{61c}Thành"] {
            let parsed = parse(&json!({"family": "Lê", "middle": "", "given": turned}));
            let codes: Vec<&str> = parsed.faults.iter().map(|fault| fault.code).collect();
            assert_eq!(codes, ["text.characters"], "{turned:?}");
        }
        let pasted = parse(&json!({"family": "Lê", "middle": "", "given": "Tha\u{300}nh\u{200b}"}));
        assert!(pasted.faults.is_empty(), "{:?}", pasted.faults);
        assert_eq!(pasted.value.unwrap()["given"], "Thành");
    }
}
