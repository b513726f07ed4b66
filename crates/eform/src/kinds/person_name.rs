//! `person_name`: họ, chữ đệm, tên. Raw and value are `{"family","middle","given"}`; family and given name are
//! needed, the middle name may be empty. Spelling is kept as entered.

use serde_json::{Map, Value};

use super::parsed::{Parsed, part};
use super::text::character_faults;
use crate::name::PARTS;
use crate::text::{clean_line, is_composed_latin, is_mark};
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
        let cleaned = clean_line(typed);
        let mut found = character_faults(&cleaned);
        if found.is_empty() && !cleaned.text.chars().all(is_name_letter) {
            found.push(Fault::error("name.characters"));
        }
        if cleaned.text.chars().count() > MAX {
            found.push(Fault::error("too_long").with("max", MAX));
        }
        for fault in found {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
        name.insert(key.to_owned(), Value::String(cleaned.text));
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

/// Latin letters with any Vietnamese or foreign mark, spaces, and the signs that stand in names of ethnic minorities
/// and foreigners. No digit and no full stop: an abbreviated name is not a name (civil-status forms write it out).
fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || is_composed_latin(letter)
        || is_mark(letter)
        || matches!(letter, ' ' | '\'' | '’' | 'ʼ' | '-')
        || (letter.is_alphabetic() && matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'))
}
