//! `agency`: the competent office, named by its place: raw and value are `{"province","commune"}`.

use serde_json::Value;

use super::address::{read_places, unit_faults};
use super::parsed::Parsed;
use crate::schema::reader::Reader;

/// Properties of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Level of the office; `commune` is the only one yet.
    pub level: String,
}

impl Agency {
    /// Reads `level`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        Self { level: reader.word_or("level", "commune", &["commune"]) }
    }
}

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    if raw.is_null() {
        return Parsed::blank();
    }
    let Some(mut parts) = read_places(raw) else { return Parsed::error("invalid") };
    parts.retain(|key, _| key == "province" || key == "commune");
    if parts.is_empty() {
        return Parsed::blank();
    }
    let faults = unit_faults(&parts);
    Parsed { value: faults.is_empty().then_some(Value::Object(parts)), faults }
}
