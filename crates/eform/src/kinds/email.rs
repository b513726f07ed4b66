//! `email`: raw is a string; the value is trimmed and its domain is in lower case. The shape is checked, no more: only
//! a message can show that an address exists.

use serde_json::Value;

use super::parsed::{Parsed, typed_text};

/// See [`super::Kind::parse`].
pub(crate) fn parse(raw: &Value) -> Parsed {
    match typed_text(raw) {
        Ok(Some(text)) => match address(text.trim()) {
            Some(address) => Parsed::value(address),
            None => Parsed::error("email.invalid"),
        },
        Ok(None) => Parsed::blank(),
        Err(parsed) => parsed,
    }
}

/// Lengths of RFC 5321 section 4.5.3.1; dot-atom local part, letters-digits-hyphens domain.
fn address(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    let domain = domain.to_ascii_lowercase();
    let labels_fit = domain.split('.').all(is_label);
    // No name directly under the root has one letter.
    let labels_fit = labels_fit && domain.rsplit_once('.').is_some_and(|(_, last)| last.len() >= 2);
    let fits = (1..=64).contains(&local.len())
        && domain.len() <= 253
        && labels_fit
        && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom));
    fits.then(|| [local, "@", &domain].concat())
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}
