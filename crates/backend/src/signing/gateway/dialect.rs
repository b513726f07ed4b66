//! What differs between the gateways of one guide: paths, and that the national one stands before several authorities. There a key is
//! known by its authority and its serial number together.

use serde_json::{Value, json};

/// Between the name of an authority and a serial number, which is hexadecimal.
const MARK: char = '/';

/// One way to speak the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    SmartCa,
    ESign,
}

impl Dialect {
    pub(super) const fn certificates(self) -> &'static str {
        match self {
            Self::SmartCa => "v1/credentials/get_certificate",
            Self::ESign => "sign_v2/get_certificate",
        }
    }

    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::SmartCa => "v1/signatures/sign",
            Self::ESign => "sign_v2/sign",
        }
    }

    /// Where a transaction is asked about, and what with.
    pub(super) fn status(self, code: &str) -> (String, Value) {
        match self {
            Self::SmartCa => (format!("v1/signatures/sign/{code}/status"), json!({})),
            Self::ESign => ("sign_v2/status".to_owned(), json!({ "tran_code": code })),
        }
    }

    /// The authority that a key is from, where that must be said, and its serial number.
    pub(super) fn of_key(self, key: &str) -> (Option<&str>, &str) {
        match (self, key.rsplit_once(MARK)) {
            (Self::ESign, Some((authority, serial))) => (Some(authority), serial),
            _ => (None, key),
        }
    }
}

/// What a key is known by.
pub(super) fn key(authority: Option<&str>, serial: &str) -> String {
    authority.map_or_else(|| serial.to_owned(), |authority| format!("{authority}{MARK}{serial}"))
}

#[cfg(test)]
mod tests {
    use super::{Dialect, key};

    #[test]
    fn a_key_at_the_national_gateway_says_which_authority_it_is_from() {
        let there = key(Some("Viettel-CA"), "5402");
        assert_eq!(Dialect::ESign.of_key(&there), (Some("Viettel-CA"), "5402"));
        assert_eq!(Dialect::SmartCa.of_key(&key(None, "5402")), (None, "5402"));
    }
}
