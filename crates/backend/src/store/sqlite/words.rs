//! Words of closed lists in columns, as the contract writes them. Whole values are JSON and are not here.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::store::{StoreError, Stored};

/// The word of a value.
pub(super) fn word<T: Serialize>(value: &T) -> Stored<String> {
    match serde_json::to_value(value)? {
        Value::String(word) => Ok(word),
        _ => Err(StoreError::Broken("not a word".to_owned())),
    }
}

/// The value of a word.
pub(super) fn read_word<T: DeserializeOwned>(word: String) -> Stored<T> {
    Ok(serde_json::from_value(Value::String(word))?)
}
