//! `choices`: some of two to eight options. Raw and value are lists of ids; the value is in the order of the options.

use serde_json::Value;

use super::choice::read_options;
use super::parsed::Parsed;
use crate::schema::reader::Reader;
use crate::violation::Fault;

/// Properties of a multiple choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Ids of the options.
    pub options: Vec<String>,
    /// Fewest options, counted once something is chosen.
    pub min: usize,
    /// Most options.
    pub max: usize,
}

impl Choices {
    /// Reads `options`, `min` and `max`.
    pub(crate) fn read(reader: &mut Reader<'_, '_>) -> Self {
        let options = read_options(reader);
        let min = reader.count("min").unwrap_or(0);
        let max = reader.count("max").unwrap_or(options.len());
        if min > max || min > options.len() {
            reader.issue(if min > options.len() { "min" } else { "max" }, "min_above_max");
        }
        Self { options, min, max }
    }

    /// See [`super::Kind::parse`].
    #[must_use]
    pub fn parse(&self, raw: &Value) -> Parsed {
        let chosen = match raw {
            Value::Null => return Parsed::blank(),
            Value::Array(chosen) => chosen,
            _ => return Parsed::error("invalid"),
        };
        if chosen.iter().any(|option| !self.options.iter().any(|known| option.as_str() == Some(known))) {
            return Parsed::error("option.unknown");
        }
        let value: Vec<Value> = self
            .options
            .iter()
            .filter(|known| chosen.iter().any(|option| option.as_str() == Some(known)))
            .map(|known| Value::String(known.clone()))
            .collect();
        if value.is_empty() {
            return Parsed::blank();
        }
        let count = value.len();
        Parsed::value(value)
            .and((count < self.min).then(|| Fault::error("choices.min").with("min", self.min)))
            .and((count > self.max).then(|| Fault::error("choices.max").with("max", self.max)))
    }
}
