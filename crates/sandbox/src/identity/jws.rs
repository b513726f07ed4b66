//! JSON Web Signatures with ES256: writing identity tokens and recognising our own again. Nothing else is accepted.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};

use crate::{fault::Fault, seal, vault::Vault};

/// The public key as a JWK.
pub fn public_key(vault: &Vault) -> Value {
    let (x, y) = vault.token_key();
    json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": key_id(vault),
        "x": seal::base64url(x), "y": seal::base64url(y),
    })
}

/// The key's thumbprint, RFC 7638.
fn key_id(vault: &Vault) -> String {
    let (x, y) = vault.token_key();
    let canonical =
        format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, seal::base64url(x), seal::base64url(y));
    seal::base64url(&seal::sha256(canonical.as_bytes()))
}

/// A signed token, with the defect that was asked for.
pub fn write(vault: &Vault, claims: &Value, fault: Fault) -> Option<String> {
    let header = if fault == Fault::UnsignedToken {
        json!({ "alg": "none", "typ": "JWT" })
    } else {
        json!({ "alg": "ES256", "typ": "JWT", "kid": key_id(vault) })
    };
    let part = |value: &Value| seal::base64url(value.to_string().as_bytes());
    let input = format!("{}.{}", part(&header), part(claims));
    if fault == Fault::UnsignedToken {
        return Some(format!("{input}."));
    }
    let mut signature = vault.sign_token(input.as_bytes())?;
    if fault == Fault::BadSignature {
        *signature.last_mut()? ^= 1;
    }
    Some(format!("{input}.{}", seal::base64url(&signature)))
}

/// The claims of a token that we signed, expired or not.
pub fn read_own(vault: &Vault, token: &str) -> Option<Value> {
    let (input, signature) = token.rsplit_once('.')?;
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, vault.token_point())
        .verify(input.as_bytes(), &seal::from_base64url(signature)?)
        .ok()?;
    serde_json::from_slice(&seal::from_base64url(input.split_once('.')?.1)?).ok()
}
