//! Private keys and certificates: made on the first start, kept in `keys.json` that only the owner can read, never
//! changed afterwards, not even by a reset, because others trust them. What is signed with them is not known here.

use std::{io, path::Path};

use aws_lc_rs::{
    digest::{Digest, SHA256},
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
        KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
    },
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{ledger, seal};

mod authority;
pub mod enterprise;
mod gateway;
mod pki;

pub use authority::{Authority, fields};
pub use gateway::{Gateway, Kind};

/// The keys in use.
pub struct Vault {
    identity: EcdsaKeyPair,
    root: Vec<u8>,
    issuing: Vec<u8>,
    authority: Option<Authority>,
    credentials: Vec<Credential>,
    gateway: Option<Gateway>,
    stamp: StampKey,
}

/// The time-stamping authority's key, with its certificate and the root above it.
pub struct StampKey {
    key: EcdsaKeyPair,
    certificate: Vec<u8>,
    root: Vec<u8>,
}

/// A citizen's signing key with its certificate.
pub struct Credential {
    /// The identifier used in the signing protocol.
    pub id: String,
    /// The 12-digit number of who holds the key.
    pub owner: String,
    /// The account that it is in: the holder's number, or the tax code of an organisation.
    pub account: String,
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// The certificate's serial number, hexadecimal.
    pub serial: String,
    /// First second of validity, since 1970.
    pub not_before: i64,
    /// Last second of validity, since 1970.
    pub not_after: i64,
    key: Key,
}

/// A key that signs SHA-256 digests.
enum Key {
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

/// What is on disk; binary values in base64.
#[derive(Default, Serialize, Deserialize)]
struct Stored {
    identity_pkcs8: String,
    root: String,
    issuing: String,
    /// Absent in folders that are older than the responder.
    authority: Option<authority::Stored>,
    credentials: Vec<StoredCredential>,
    #[serde(default)]
    gateway: Option<gateway::Stored>,
    /// Absent in folders that are older than the authority.
    stamp: Option<StoredStamp>,
}

#[derive(Serialize, Deserialize)]
struct StoredStamp {
    pkcs8: String,
    certificate: String,
    root: String,
}

#[derive(Serialize, Deserialize)]
struct StoredCredential {
    id: String,
    owner: String,
    /// Absent where it is the owner's.
    #[serde(default)]
    account: Option<String>,
    pkcs8: String,
    certificate: String,
    serial: String,
    not_before: i64,
    not_after: i64,
}

impl Vault {
    /// Reads the keys, or makes them, those of the gateway only where there is one, and writes the trust anchors beside them as
    /// `roots.pem`, `stamp-roots.pem`, `smartca-roots.pem`, and `esign-roots.pem` of the authorities behind the national gateway.
    /// Certificates say that one may ask about them below `base`.
    pub fn open(data: &Path, now: OffsetDateTime, has_gateway: bool, base: &str) -> io::Result<Self> {
        let path = data.join("keys.json");
        let mut stored: Stored = ledger::read(&path)?;
        if stored.identity_pkcs8.is_empty() {
            stored = pki::make(now, base).map_err(io::Error::other)?;
            ledger::write(&path, &serde_json::to_vec(&stored)?)?;
        }
        if stored.stamp.is_none() {
            stored.stamp = Some(pki::make_stamp(now).map_err(io::Error::other)?);
            ledger::write(&path, &serde_json::to_vec(&stored)?)?;
        }
        if has_gateway && stored.gateway.is_none() {
            stored.gateway = Some(gateway::make(now, base).map_err(io::Error::other)?);
            ledger::write(&path, &serde_json::to_vec(&stored)?)?;
        }
        let vault = Vault::unpack(stored)?;
        ledger::write(&data.join("roots.pem"), vault.roots_pem().as_bytes())?;
        ledger::write(&data.join("stamp-roots.pem"), vault.stamp.roots_pem().as_bytes())?;
        if let Some(gateway) = &vault.gateway {
            ledger::write(&data.join("smartca-roots.pem"), gateway.roots_pem().as_bytes())?;
            let both = gateway.roots_pem() + &vault.roots_pem();
            ledger::write(&data.join("esign-roots.pem"), both.as_bytes())?;
        }
        Ok(vault)
    }

    fn unpack(stored: Stored) -> io::Result<Self> {
        let credentials =
            stored.credentials.into_iter().map(Credential::unpack).collect::<io::Result<_>>()?;
        let issuing = bytes(&stored.issuing)?;
        let authority = stored.authority.map(|stored| Authority::unpack(&stored, &issuing)).transpose()?;
        let stamp = stored.stamp.ok_or_else(|| io::Error::other("keys.json has no key for time-stamps"))?;
        Ok(Vault {
            stamp: StampKey {
                key: key(&ECDSA_P256_SHA256_ASN1_SIGNING, &stamp.pkcs8)?,
                certificate: bytes(&stamp.certificate)?,
                root: bytes(&stamp.root)?,
            },
            identity: key(&ECDSA_P256_SHA256_FIXED_SIGNING, &stored.identity_pkcs8)?,
            root: bytes(&stored.root)?,
            issuing,
            authority,
            credentials,
            gateway: stored.gateway.map(Gateway::unpack).transpose()?,
        })
    }

    /// Signs a JWS input: 64 bytes, r and s.
    pub fn sign_token(&self, input: &[u8]) -> Option<Vec<u8>> {
        self.identity.sign(&SystemRandom::new(), input).ok().map(|signature| signature.as_ref().to_vec())
    }

    /// The identity provider's public key: x and y.
    pub fn token_key(&self) -> (&[u8], &[u8]) {
        // An uncompressed point: 04, then 32 bytes each.
        self.identity.public_key().as_ref()[1..].split_at(32)
    }

    /// The identity provider's public key as an uncompressed point.
    pub fn token_point(&self) -> &[u8] {
        self.identity.public_key().as_ref()
    }

    /// All credentials of an account, the oldest first.
    pub fn credentials_of(&self, account: &str) -> impl Iterator<Item = &Credential> {
        self.credentials.iter().filter(move |credential| credential.account == account)
    }

    /// Every credential.
    pub fn credentials(&self) -> &[Credential] {
        &self.credentials
    }

    /// Finds a credential.
    pub fn credential(&self, id: &str) -> Option<&Credential> {
        self.credentials.iter().find(|credential| credential.id == id)
    }

    /// The certificates above a citizen's: issuing authority, root.
    pub fn chain(&self) -> [&[u8]; 2] {
        [&self.issuing, &self.root]
    }

    /// What the issuing authority answers with, unless the folder is older than that.
    pub fn authority(&self) -> Option<&Authority> {
        self.authority.as_ref()
    }

    /// The certificates of the gateway, where there is one.
    pub fn gateway(&self) -> Option<&Gateway> {
        self.gateway.as_ref()
    }

    /// The trust anchor as PEM.
    pub fn roots_pem(&self) -> String {
        pem(&self.root)
    }

    /// The time-stamping authority's key.
    pub fn stamp(&self) -> &StampKey {
        &self.stamp
    }
}

impl StampKey {
    /// Signs a SHA-256 digest: ECDSA, DER.
    pub fn sign(&self, digest: &[u8]) -> Option<Vec<u8>> {
        sign(&self.key, &Digest::import_less_safe(digest, &SHA256).ok()?)
    }

    /// The certificate, DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The trust anchor as PEM.
    pub fn roots_pem(&self) -> String {
        pem(&self.root)
    }
}

impl Credential {
    fn unpack(stored: StoredCredential) -> io::Result<Self> {
        let key = match RsaKeyPair::from_pkcs8(&bytes(&stored.pkcs8)?) {
            Ok(key) => Key::Rsa(key),
            Err(_) => Key::P256(key(&ECDSA_P256_SHA256_ASN1_SIGNING, &stored.pkcs8)?),
        };
        Ok(Credential {
            key,
            certificate: bytes(&stored.certificate)?,
            id: stored.id,
            account: stored.account.unwrap_or_else(|| stored.owner.clone()),
            owner: stored.owner,
            serial: stored.serial,
            not_before: stored.not_before,
            not_after: stored.not_after,
        })
    }

    /// Signs a SHA-256 digest: ECDSA as DER, or RSA PKCS#1 v1.5.
    pub fn sign(&self, digest: &[u8]) -> Option<Vec<u8>> {
        let digest = Digest::import_less_safe(digest, &SHA256).ok()?;
        match &self.key {
            Key::P256(key) => sign(key, &digest),
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign_digest(&RSA_PKCS1_SHA256, &digest, &mut signature).ok()?;
                Some(signature)
            }
        }
    }

    /// Whether the certificate is within its validity.
    pub fn is_valid_at(&self, moment: OffsetDateTime) -> bool {
        (self.not_before..=self.not_after).contains(&moment.unix_timestamp())
    }
}

fn sign(key: &EcdsaKeyPair, digest: &Digest) -> Option<Vec<u8>> {
    key.sign_digest(digest).ok().map(|signature| signature.as_ref().to_vec())
}

fn key(algorithm: &'static EcdsaSigningAlgorithm, pkcs8: &str) -> io::Result<EcdsaKeyPair> {
    EcdsaKeyPair::from_pkcs8(algorithm, &bytes(pkcs8)?).map_err(io::Error::other)
}

fn bytes(base64: &str) -> io::Result<Vec<u8>> {
    seal::from_base64(base64).ok_or_else(|| io::Error::other("keys.json holds a value that is not base64"))
}

fn pem(der: &[u8]) -> String {
    let text = seal::base64(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}
