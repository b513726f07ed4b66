//! Random handles, digests and message authentication, all from one library.
//!
//! Nothing here knows what a secret is for.

use aws_lc_rs::{constant_time, digest, hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// `N` bytes from the operating system's generator; `None` when it fails, which ends the request.
#[must_use]
fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0_u8; N];
    rand::fill(&mut bytes).ok()?;
    Some(bytes)
}

/// 256 random bits as URL-safe text.
#[must_use]
pub fn token() -> Option<String> {
    bytes::<32>().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
}

/// An opaque public handle of 120 random bits in lower-case letters and digits.
#[must_use]
pub fn handle() -> Option<String> {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let random = bytes::<24>()?;
    Some(random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect())
}

/// SHA-256.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

/// SHA-256 as lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// SHA-256 as URL-safe base64 without padding (PKCE's `S256`).
#[must_use]
pub fn sha256_url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, bytes))
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// HMAC-SHA-512 as lower-case hexadecimal.
#[must_use]
pub fn hmac_sha512_hex(key: &str, message: &str) -> String {
    hex(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA512, key.as_bytes()), message.as_bytes()).as_ref())
}

/// Whether `mac` is the hexadecimal HMAC-SHA-256 of `message`.
#[must_use]
pub fn is_hmac_sha256(key: &str, message: &[u8], mac: &str) -> bool {
    let expected = hex(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()), message).as_ref());
    same(&expected, &mac.to_ascii_lowercase())
}

/// Compares without telling by time where two texts differ.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{handle, hmac_sha512_hex, same, sha256_url, token};

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (token().unwrap(), token().unwrap());
        assert_eq!(one.len(), 43);
        assert!(!same(&one, &other));
        assert_eq!(handle().unwrap().len(), 24);
    }

    #[test]
    fn the_pkce_challenge_is_the_one_of_rfc_7636() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(sha256_url(verifier.as_bytes()), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn hmac_sha_512_agrees_with_rfc_4231() {
        let mac = hmac_sha512_hex("Jefe", "what do ya want for nothing?");
        assert!(mac.starts_with("164b7a7bfcf819e2e395fbe73b56e0a3"));
    }
}
