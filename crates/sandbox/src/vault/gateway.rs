//! The certificates at the gateway: a root and an issuing authority of its own, and what some citizens hold there. One has an RSA
//! key, as people at the real one do; one is revoked, one has expired, one is an enterprise's seal.

use std::io;

use rcgen::{DnType, DnValue, Error, KeyPair, PKCS_RSA_SHA256, string::PrintableString};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::pki::{self, Authorities, YEAR};
use super::{Authority, Credential, StoredCredential, authority, bytes, enterprise, pem};
use crate::citizen::{self, Citizen};

/// The attribute `userId` of a subject (RFC 4519), where this authority writes the personal number.
const USER_ID: [u64; 7] = [0, 9, 2342, 19_200_300, 100, 1, 1];
/// Who has no certificate elsewhere.
const ONLY_HERE: &str = "hoang-van-cham";

/// What a certificate is at the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A person's.
    Personal,
    /// A person's, and no longer good.
    Revoked,
    /// An enterprise's, in the hands of who represents it.
    Seal,
}

/// A certificate with what the gateway knows about it.
pub struct Held {
    /// The key with its certificate; `id` is the gateway's `cert_id`.
    pub credential: Credential,
    /// What it is.
    pub kind: Kind,
}

/// Everything at the gateway.
pub struct Gateway {
    root: Vec<u8>,
    issuing: Vec<u8>,
    authority: Option<Authority>,
    held: Vec<Held>,
}

/// What is on disk; binary values in base64.
#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
    root: String,
    issuing: String,
    /// Absent in folders that are older than the responder.
    authority: Option<authority::Stored>,
    held: Vec<StoredHeld>,
}

#[derive(Serialize, Deserialize)]
struct StoredHeld {
    kind: Kind,
    credential: StoredCredential,
}

/// Whether somebody has certificates at the gateway and nowhere else.
pub(super) fn is_only_there(person: &Citizen) -> bool {
    person.slug == ONLY_HERE
}

/// Makes every key and certificate.
pub(super) fn make(now: OffsetDateTime, base: &str) -> Result<Stored, Error> {
    let names = ("Sandbox SmartCA Root (not trusted)", "Sandbox SmartCA (not trusted)");
    let at = format!("{base}/ca/{}", Authority::GATEWAY);
    let Authorities { root, issuing, authority, issuer } = pki::authorities(names, at, now)?;
    let (good, over) = ((now - Duration::days(30), now + YEAR * 3), (now - YEAR * 4, now - YEAR));
    let wanted = [
        ("nguyen-thi-bich-hang", Kind::Personal, good),
        ("nguyen-thi-bich-hang", Kind::Revoked, good),
        ("le-van-thanh", Kind::Personal, good),
        ("le-van-thanh", Kind::Personal, over),
        ("le-van-thanh", Kind::Seal, good),
        (ONLY_HERE, Kind::Personal, good),
    ];
    let mut held = Vec::new();
    for (number, (slug, kind, period)) in wanted.into_iter().enumerate() {
        let Some(person) = citizen::by_slug(slug) else { continue };
        let (name, holder) = match kind {
            Kind::Personal | Kind::Revoked => (person.name, format!("CCCD:{}", person.id)),
            Kind::Seal => (enterprise::NAME, format!("MST:{}", enterprise::CODE)),
        };
        let mut subject = pki::named(name)?;
        let holder = DnValue::PrintableString(PrintableString::try_from(holder)?);
        subject.push(DnType::CustomDnType(USER_ID.to_vec()), holder);
        let key = if number == 0 { KeyPair::generate_for(&PKCS_RSA_SHA256)? } else { pki::fresh_key()? };
        let id = format!("smartca-{}", number + 1);
        let credential = pki::issue(id, person.id, subject, &key, period, &issuer)?;
        held.push(StoredHeld { kind, credential });
    }
    Ok(Stored { root, issuing, authority: Some(authority), held })
}

impl Gateway {
    pub(super) fn unpack(stored: Stored) -> io::Result<Self> {
        let unpack =
            |one: StoredHeld| Ok(Held { kind: one.kind, credential: Credential::unpack(one.credential)? });
        let issuing = bytes(&stored.issuing)?;
        Ok(Self {
            root: bytes(&stored.root)?,
            authority: stored.authority.map(|stored| Authority::unpack(&stored, &issuing)).transpose()?,
            issuing,
            held: stored.held.into_iter().map(unpack).collect::<io::Result<_>>()?,
        })
    }

    /// What the issuing authority answers with, unless the folder is older than that.
    pub fn authority(&self) -> Option<&Authority> {
        self.authority.as_ref()
    }

    /// What is in an account: what a citizen holds, also on behalf of an enterprise, or the enterprise's seal.
    pub fn held_by(&self, account: &str) -> impl Iterator<Item = &Held> {
        let is_enterprise = account == enterprise::CODE;
        self.held.iter().filter(move |held| {
            held.credential.account == account || (is_enterprise && held.kind == Kind::Seal)
        })
    }

    /// Every certificate.
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// The certificates above a citizen's: issuing authority, root.
    pub fn chain(&self) -> [&[u8]; 2] {
        [&self.issuing, &self.root]
    }

    /// The trust anchor as PEM.
    pub fn roots_pem(&self) -> String {
        pem(&self.root)
    }
}
