//! Building a container (RFC 5652) from what the provider returned. Judging it does not live here: verify what was built before
//! anything relies on it.

use super::attributes::DATA;
use super::certificate::Certificate;
use super::der::{OCTET_STRING, SEQUENCE, SET, element, set_of};

/// id-signedData, 1.2.840.113549.1.7.2
const SIGNED_DATA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
/// id-sha256, 2.16.840.1.101.3.4.2.1; without parameters (RFC 5754, 2)
const SHA256: &[u8] = &[0x30, 11, 0x06, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
/// ecdsa-with-SHA256, 1.2.840.10045.4.3.2
const ECDSA_SHA256: &[u8] = &[0x30, 10, 0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
/// sha256WithRSAEncryption, 1.2.840.113549.1.1.11, with NULL
const RSA_SHA256: &[u8] = &[0x30, 13, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11, 5, 0];
const VERSION_1: &[u8] = &[0x02, 1, 1];
const CONTEXT_0: u8 = 0xa0;

/// How the provider signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA over SHA-256, on P-256 or (nothing else in the container changes) on P-384; the signature is the DER `SEQUENCE { r, s }`.
    EcdsaP256Sha256,
    /// RSA PKCS#1 v1.5 over SHA-256.
    RsaSha256,
}

/// What a container cannot be built from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadInput {
    /// The attributes are not a DER `SET` as [`super::signed_attributes`] makes it.
    Attributes,
    /// The chain is empty, or its first certificate cannot be read.
    Certificate,
    /// No container with one signer.
    Container,
    /// No time-stamp token.
    Token,
}

/// The DER of a detached CMS `SignedData` with one signer.
///
/// `attributes` is what [`super::signed_attributes`] made, `chain` the certificates as DER with the signer's first (roots may be
/// left out), `signature` the provider's signature over the attributes.
///
/// # Errors
/// [`BadInput`] names the argument that does not fit.
pub fn container(
    attributes: &[u8],
    chain: &[Vec<u8>],
    signature: &[u8],
    algorithm: Algorithm,
) -> Result<Vec<u8>, BadInput> {
    let signer = chain.first().and_then(|der| Certificate::parse(der)).ok_or(BadInput::Certificate)?;
    if attributes.first() != Some(&SET) {
        return Err(BadInput::Attributes);
    }
    // The same bytes under the implicit tag [0] (RFC 5652, 5.4).
    let mut stored = attributes.to_vec();
    stored[0] = CONTEXT_0;
    let signature_algorithm = match algorithm {
        Algorithm::EcdsaP256Sha256 => ECDSA_SHA256,
        Algorithm::RsaSha256 => RSA_SHA256,
    };
    let signer_info = element(
        SEQUENCE,
        &[
            VERSION_1,
            &element(SEQUENCE, &[signer.issuer(), signer.serial_der()]),
            SHA256,
            &stored,
            signature_algorithm,
            &element(OCTET_STRING, &[signature]),
        ],
    );
    let mut certificates = set_of(chain);
    certificates[0] = CONTEXT_0;
    let signed_data = element(
        SEQUENCE,
        &[
            VERSION_1,
            &element(SET, &[SHA256]),
            &element(SEQUENCE, &[DATA]),
            &certificates,
            &element(SET, &[&signer_info]),
        ],
    );
    Ok(element(SEQUENCE, &[SIGNED_DATA, &element(CONTEXT_0, &[&signed_data])]))
}
