//! Canonical JSON (RFC 8785) for our profile: objects, arrays, strings, booleans, null, and integers below 2^53 in magnitude.
//!
//! Every other number is refused instead of being formatted, so the hard part of RFC 8785 (shortest doubles) deliberately
//! does not live here, and two sides can never disagree about one.

use serde_json::{Map, Number, Value};
use sha2::{Digest, Sha256};

/// Nesting past this is refused (it is also where `serde_json` stops reading).
const DEPTH: usize = 127;
/// 2^53: the first integer whose neighbour a double cannot tell apart.
const LIMIT: u64 = 1 << 53;

/// Why a value has no canonical bytes in our profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCanonical {
    /// A number with a fraction or exponent, minus zero, or an integer of 2^53 or more in magnitude.
    Number,
    /// Nested deeper than 127 levels.
    TooDeep,
}

/// The canonical bytes (UTF-8, no spaces, keys in the order of their UTF-16 code units).
///
/// # Errors
/// [`NotCanonical`] when the value is outside the profile.
///
/// ```
/// let value = serde_json::json!({"b": 1, "a": "Hòa"});
/// assert_eq!(dossier::canonical::to_bytes(&value).unwrap(), "{\"a\":\"Hòa\",\"b\":1}".as_bytes());
/// assert!(dossier::canonical::to_bytes(&serde_json::json!(1.5)).is_err());
/// ```
pub fn to_bytes(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let mut out = Vec::new();
    write_value(&mut out, value, DEPTH)?;
    Ok(out)
}

fn write_value(out: &mut Vec<u8>, value: &Value, depth: usize) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.extend(b"null"),
        Value::Bool(true) => out.extend(b"true"),
        Value::Bool(false) => out.extend(b"false"),
        Value::Number(number) => write_number(out, number)?,
        Value::String(text) => write_string(out, text),
        Value::Array(items) => write_array(out, items, depth.checked_sub(1).ok_or(NotCanonical::TooDeep)?)?,
        Value::Object(members) => {
            write_object(out, members, depth.checked_sub(1).ok_or(NotCanonical::TooDeep)?)?;
        }
    }
    Ok(())
}

fn write_array(out: &mut Vec<u8>, items: &[Value], depth: usize) -> Result<(), NotCanonical> {
    out.push(b'[');
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write_value(out, item, depth)?;
    }
    out.push(b']');
    Ok(())
}

fn write_object(out: &mut Vec<u8>, members: &Map<String, Value>, depth: usize) -> Result<(), NotCanonical> {
    // Placed one by one: members come nearly in order already, and the library's sort is many times this much wasm.
    let mut sorted: Vec<(&String, &Value)> = Vec::with_capacity(members.len());
    for (key, value) in members {
        let place = sorted.partition_point(|(known, _)| known.encode_utf16().lt(key.encode_utf16()));
        sorted.insert(place, (key, value));
    }
    out.push(b'{');
    for (place, (key, value)) in sorted.into_iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write_string(out, key);
        out.push(b':');
        write_value(out, value, depth)?;
    }
    out.push(b'}');
    Ok(())
}

fn write_number(out: &mut Vec<u8>, number: &Number) -> Result<(), NotCanonical> {
    let is_exact = number.as_i64().is_some_and(|n| n.unsigned_abs() < LIMIT);
    if !is_exact {
        return Err(NotCanonical::Number);
    }
    out.extend(number.to_string().into_bytes());
    Ok(())
}

fn write_string(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend(b"\\\""),
            b'\\' => out.extend(b"\\\\"),
            0x08 => out.extend(b"\\b"),
            b'\t' => out.extend(b"\\t"),
            b'\n' => out.extend(b"\\n"),
            0x0c => out.extend(b"\\f"),
            b'\r' => out.extend(b"\\r"),
            0..0x20 => {
                out.extend(b"\\u00");
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// Bytes in lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// The short mark that is read aloud and compared on the phone: the first 8 bytes of the SHA-256 of `bytes`, in groups of four
/// upper-case hexadecimal digits, as in `7F2A 91C4 0BD8 E63B`.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    let digits = hex(&sha256(bytes)[..8]).to_ascii_uppercase();
    [&digits[..4], &digits[4..8], &digits[8..12], &digits[12..]].join(" ")
}
