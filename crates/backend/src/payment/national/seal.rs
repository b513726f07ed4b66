//! `MaXacThuc`: SHA-256 in hexadecimal over the values of a message in their order, joined by `|`, with the secret behind them. A value that
//! holds a `|` is neither sent nor believed: two messages could have one seal.

use crate::secret;

/// The seal over some values; none when one of them cannot be sealed.
pub(super) fn of(key: &str, values: &[&str]) -> Option<String> {
    let is_plain = values.iter().all(|value| !value.contains('|'));
    is_plain.then(|| secret::sha256_hex([values, &[key]].concat().join("|").as_bytes()))
}

/// Whether this is the seal over them.
pub(super) fn is_right(key: &str, values: &[&str], given: &str) -> bool {
    of(key, values).is_some_and(|right| secret::same(&right, &given.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::{is_right, of};

    /// `printf '%s' 'INIT|1.0.6|CONGDAN|T1|16000|PAY|1|1|vi-VN|VND|PAYMENT|Nop phi|20261121080000|127.0.0.1|SECRET' | openssl dgst -sha256`
    const SEAL: &str = "de36f4afaecd294459c49ed820f721ddc610e6c81fdae4e13fd3af03a16647b8";
    const VALUES: [&str; 14] = [
        "INIT",
        "1.0.6",
        "CONGDAN",
        "T1",
        "16000",
        "PAY",
        "1",
        "1",
        "vi-VN",
        "VND",
        "PAYMENT",
        "Nop phi",
        "20261121080000",
        "127.0.0.1",
    ];

    #[test]
    fn the_seal_is_the_one_that_openssl_calculates() {
        assert_eq!(of("SECRET", &VALUES).as_deref(), Some(SEAL));
        assert!(is_right("SECRET", &VALUES, &SEAL.to_uppercase()));
    }

    #[test]
    fn another_value_another_secret_or_a_moved_border_is_refused() {
        let mut other = VALUES;
        other[4] = "1600";
        assert!(!is_right("SECRET", &other, SEAL));
        assert!(!is_right("OTHER", &VALUES, SEAL));
        let moved = ["INIT|1.0.6", "CONGDAN"];
        assert_eq!(of("SECRET", &moved), None);
        assert!(!is_right("SECRET", &["INIT", "1.0.6", "CONGDAN"], ""));
    }
}
