//! `address`: raw `{"country","province","commune","detail","text"}`, value the same without empty parts; the country
//! is VN unless another is given. Two levels (province, commune) since 01/07/2025; a historical address may be a
//! plain text, since abolished districts and old names are right in it. Codes are checked for shape here and for
//! membership by a form that was given the lists ([`crate::Form::with_catalogues`]).

use serde_json::{Map, Value};

use super::parsed::{Parsed, part};
use crate::schema::reader::Reader;
use crate::text::clean_line;
use crate::violation::Fault;

/// The country that provinces and communes are of.
pub(crate) const HOME: &str = "VN";

/// The catalogue of countries; a form that was not given it takes any two letters.
pub(crate) const COUNTRIES: &str = "nationalities";

/// Keys in the order they are written.
pub(crate) const KEYS: [&str; 5] = ["country", "province", "commune", "detail", "text"];

/// Most characters of a part.
pub(crate) const MAX: usize = 300;

/// Whether house number and street are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Must be given.
    Required,
    /// May be given.
    Optional,
    /// Not asked.
    None,
}

/// Properties of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A text alone is legal (a birth place under an old name).
    pub historical: bool,
    /// Whether house number and street are asked.
    pub detail: Detail,
    /// Another country than VN is legal.
    pub foreign: bool,
}

impl Address {
    /// Reads `historical`, `detail` and `foreign`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self {
            historical: reader.flag("historical", false),
            detail: match reader.word_or("detail", "required", &["required", "optional", "none"]).as_str() {
                "optional" => Detail::Optional,
                "none" => Detail::None,
                _ => Detail::Required,
            },
            foreign: reader.flag("foreign", false),
        }
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        if raw.is_null() {
            return Parsed::blank();
        }
        let Some(mut parts) = read_places(raw) else { return Parsed::error("invalid") };
        if !self.asks_detail(raw) {
            parts.remove("detail");
        }
        if parts.keys().all(|key| key == "country") {
            return Parsed::blank();
        }
        let faults = self.faults(&mut parts);
        let value = faults.iter().all(|fault| fault.code == "too_long" || fault.code == "text.characters");
        Parsed { value: value.then_some(Value::Object(parts)), faults }
    }

    /// Whether house number and street of this address are asked; a place abroad is told in them alone.
    #[must_use]
    pub fn asks_detail(&self, raw: &Value) -> bool {
        let country = part(raw, "country").unwrap_or_default();
        self.detail != Detail::None || (self.foreign && !matches!(country, "" | "VN"))
    }

    fn faults(&self, parts: &mut Map<String, Value>) -> Vec<Fault> {
        let mut faults = Vec::new();
        let country = parts.entry("country").or_insert_with(|| HOME.into()).as_str().unwrap_or_default();
        let is_home = country == HOME;
        let is_country = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_country || (!is_home && !self.foreign) {
            faults.push(Fault::error("invalid"));
        }
        let has = |key: &str| parts.contains_key(key);
        let is_free = self.historical && has("text");
        if is_home && !is_free {
            faults.extend(unit_faults(parts));
        }
        if self.detail == Detail::Required && !has("detail") && !is_free {
            faults.push(Fault::error("address.detail"));
        }
        if has("text") && !self.historical {
            faults.push(Fault::error("invalid"));
        }
        for key in KEYS {
            let Some(text) = parts.get(key).and_then(Value::as_str) else { continue };
            if text.chars().count() > MAX {
                faults.push(Fault::error("too_long").with("max", MAX));
            }
            if clean_line(text).unreadable {
                faults.push(Fault::error("text.characters"));
            }
        }
        faults
    }
}

/// The parts of an address that were given, cleaned; `None` when it is no address at all.
pub(crate) fn read_places(raw: &Value) -> Option<Map<String, Value>> {
    raw.as_object()?;
    let mut parts = Map::new();
    for key in KEYS {
        let text = clean_line(part(raw, key)?).text;
        if !text.is_empty() {
            parts.insert(key.to_owned(), Value::String(text));
        }
    }
    Some(parts)
}

/// Province and commune: two and five digits of the statutory code.
pub(crate) fn unit_faults(parts: &Map<String, Value>) -> Vec<Fault> {
    [("province", 2, "address.province"), ("commune", 5, "address.commune")]
        .into_iter()
        .filter(|(key, length, _)| {
            let code = parts.get(*key).and_then(Value::as_str).unwrap_or_default();
            code.len() != *length || !code.bytes().all(|byte| byte.is_ascii_digit())
        })
        .map(|(_, _, code)| Fault::error(code))
        .collect()
}
