//! What Node calls: the pure half of judging a signature container, in WebAssembly. The arithmetic is `WebCrypto`'s
//! (tests/judges/containers.mjs).

use dossier::canonical::hex;
use dossier::signature::{
    self, Curve, Digest, Evidence, ExaminedRevocation, Method, Obligation, Revocation, SignatureFault,
    Signer, Times, Trust, pem_certificates,
};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// A container that was examined and not yet calculated.
#[wasm_bindgen]
pub struct Examined(signature::Examined);

/// Examines a container; `roots` and `stamp_roots` are PEM text of any number of certificates.
///
/// # Errors
/// A JSON object with the code of the reason, and the attribute it is about.
#[wasm_bindgen]
pub fn examine(
    container: &[u8],
    content: &[u8],
    roots: &str,
    stamp_roots: &str,
    now: &str,
    proven: Option<String>,
) -> Result<Examined, String> {
    let read = |text: &str| if text.is_empty() { Ok(Vec::new()) } else { pem_certificates(text) };
    let (signers, stamps) = (read(roots).map_err(told)?, read(stamp_roots).map_err(told)?);
    let trust = Trust { signers: &signers, stamps: &stamps };
    let times = Times { now, proven: proven.as_deref() };
    signature::examine(container, content, trust, times).map(Examined).map_err(told)
}

#[wasm_bindgen]
impl Examined {
    /// The signatures to calculate, as a JSON array.
    #[must_use]
    pub fn obligations(&self) -> String {
        self.0.obligations().iter().map(obligation).collect::<Value>().to_string()
    }

    /// The verdict; one byte for each obligation, 1 when it holds.
    ///
    /// # Errors
    /// A JSON object with the code of the reason.
    pub fn conclude(self, holds: &[u8]) -> Result<Accepted, String> {
        let issuers = self.0.issuers().to_vec();
        let signer = self.0.conclude(&bools(holds)).map_err(told)?;
        Ok(Accepted { signer, issuers })
    }
}

/// The signer of a container that was accepted.
#[wasm_bindgen]
pub struct Accepted {
    signer: Signer,
    issuers: Vec<Vec<u8>>,
}

#[wasm_bindgen]
impl Accepted {
    /// A JSON object with the signer's personal id and the time of the time-stamp.
    #[must_use]
    pub fn told(&self) -> String {
        let stamped_at = self.signer.stamp.as_ref().map(|stamp| stamp.at.as_str());
        json!({ "citizen_id": self.signer.citizen_id, "stamped_at": stamped_at }).to_string()
    }

    /// Examines an answer about the signer's certificate.
    #[must_use]
    pub fn answered(&self, is_list: bool, der: &[u8], now: &str, proven: Option<String>) -> Answered {
        let evidence = if is_list { Evidence::List(der) } else { Evidence::Ocsp(der) };
        let times = Times { now, proven: proven.as_deref() };
        Answered(signature::examine_revocation(&self.signer, &self.issuers, &[evidence], times))
    }
}

/// An answer that was examined and not yet calculated.
#[wasm_bindgen]
pub struct Answered(ExaminedRevocation);

#[wasm_bindgen]
impl Answered {
    /// The signatures to calculate, as a JSON array.
    #[must_use]
    pub fn obligations(&self) -> String {
        self.0.obligations().iter().map(obligation).collect::<Value>().to_string()
    }

    /// The verdict in one word.
    #[must_use]
    pub fn conclude(self, holds: &[u8]) -> String {
        let word = match self.0.conclude(&bools(holds)) {
            Revocation::NotLookedAt => "not_looked_at",
            Revocation::Good { .. } => "good",
            Revocation::Revoked { .. } => "revoked",
            Revocation::NoUsableAnswer(fault) => fault.code(),
        };
        word.to_owned()
    }
}

fn bools(holds: &[u8]) -> Vec<bool> {
    holds.iter().map(|byte| *byte == 1).collect()
}

fn told(fault: SignatureFault) -> String {
    json!({ "expected": fault.code(), "attribute": fault.attribute() }).to_string()
}

fn obligation(one: &Obligation) -> Value {
    let (scheme, digest, curve) = match one.method() {
        Method::RsaPkcs1(digest) => ("rsa_pkcs1", digest, None),
        Method::RsaPss(digest) => ("rsa_pss", digest, None),
        Method::Ecdsa(Curve::P256, digest) => ("ecdsa", digest, Some("P-256")),
        Method::Ecdsa(Curve::P384, digest) => ("ecdsa", digest, Some("P-384")),
    };
    let hash = match digest {
        Digest::Sha256 => "SHA-256",
        Digest::Sha384 => "SHA-384",
        Digest::Sha512 => "SHA-512",
    };
    json!({
        "scheme": scheme, "hash": hash, "curve": curve, "salt": digest.length(), "key": hex(one.key()),
        "message": hex(one.message()), "signature": hex(&one.fixed_signature()),
    })
}
