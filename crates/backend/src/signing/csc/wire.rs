//! The documents of the CSC API that we read, and what we take from them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dossier::signature::Algorithm;
use serde::Deserialize;

use crate::signing::Offered;

/// id-sha256
pub(super) const SHA256: &str = "2.16.840.1.101.3.4.2.1";
/// ecdsa-with-SHA256
const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";
/// sha256WithRSAEncryption
const RSA_SHA256: &str = "1.2.840.113549.1.1.11";
/// rsaEncryption: services name it when the hash decides the rest.
const RSA: &str = "1.2.840.113549.1.1.1";

#[derive(Deserialize)]
pub(super) struct Token {
    pub access_token: String,
}

#[derive(Deserialize)]
pub(super) struct Service {
    pub name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listed {
    #[serde(default)]
    pub credential_infos: Vec<Named>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(rename = "credentialID")]
    pub credential_id: String,
    #[serde(flatten)]
    pub info: Info,
}

#[derive(Deserialize)]
pub(super) struct Info {
    key: Key,
    cert: Cert,
}

#[derive(Deserialize)]
struct Key {
    status: String,
    #[serde(default)]
    algo: Vec<String>,
}

#[derive(Deserialize)]
struct Cert {
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    certificates: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Authorized {
    pub handle: String,
    pub expires_in: i64,
}

#[derive(Deserialize)]
pub(super) struct Sad {
    #[serde(rename = "SAD")]
    pub sad: String,
}

#[derive(Deserialize)]
pub(super) struct Signatures {
    pub signatures: Vec<String>,
}

/// A credential as the port knows it.
pub(super) fn offered(id: String, info: Info) -> Result<Offered, String> {
    let chain = info.cert.certificates.iter().map(|text| STANDARD.decode(text));
    let chain = chain.collect::<Result<Vec<_>, _>>().map_err(|_| "a certificate is no base64".to_owned())?;
    let has = |oid: &str| info.key.algo.iter().any(|algo| algo == oid);
    let algorithm = if has(ECDSA_SHA256) {
        Algorithm::EcdsaP256Sha256
    } else if has(RSA_SHA256) || has(RSA) {
        Algorithm::RsaSha256
    } else {
        return Err("a key has no algorithm that we accept".to_owned());
    };
    let status = match info.key.status.as_str() {
        "enabled" => info.cert.status.unwrap_or_else(|| "valid".to_owned()),
        other => other.to_owned(),
    };
    Ok(Offered { id, chain, status, algorithm })
}

/// The algorithm's name in requests.
pub(super) const fn oid(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::EcdsaP256Sha256 => ECDSA_SHA256,
        Algorithm::RsaSha256 => RSA_SHA256,
    }
}
