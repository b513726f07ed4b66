//! The pure half of judging a signature container, for a worker in the browser (`worker.js`), which has `WebCrypto` calculate what is
//! left open. Bytes and words cross the border, nothing else: which signature is good is decided in `dossier::signature`, here only whose
//! it may be where nobody says whose it must be (`named`).

mod named;

use dossier::canonical::fingerprint;
use dossier::signature::{
    self, Curve, Digest, Evidence, ExaminedRevocation, Method, Obligation, Revocation, SignatureFault,
    Signer, Source, Times, Trust, examine_revocation,
};
use named::Standing;
use wasm_bindgen::prelude::wasm_bindgen;

/// The reason against a signature whose certificate was revoked.
const REVOKED: &str = "revoked";

/// The reason against a good signature by somebody whom the dossier does not name.
const NOT_NAMED: &str = "not_named";

/// What containers are judged with: the roots that are accepted, and what was said about certificates.
#[wasm_bindgen]
#[derive(Default)]
pub struct Means {
    signers: Vec<Vec<u8>>,
    stamps: Vec<Vec<u8>>,
    answers: Vec<(Source, Vec<u8>)>,
}

#[wasm_bindgen]
impl Means {
    /// None yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Accepts a root of those who certify signers, given as DER.
    pub fn add(&mut self, root: Vec<u8>) {
        self.signers.push(root);
    }

    /// Accepts a root of those who certify time-stamps, given as DER.
    pub fn add_of_stamps(&mut self, root: Vec<u8>) {
        self.stamps.push(root);
    }

    /// Takes an answer of an OCSP responder into account, given as DER.
    pub fn add_answer(&mut self, answer: Vec<u8>) {
        self.answers.push((Source::Ocsp, answer));
    }

    /// Takes a list of revoked certificates into account, given as DER.
    pub fn add_list(&mut self, list: Vec<u8>) {
        self.answers.push((Source::List, list));
    }

    /// Examines a container over `content`; the moments are RFC 3339 in UTC, `proven` as in [`Times`].
    ///
    /// # Errors
    /// The code of the reason, and after a blank the attribute that it is about.
    pub fn examine(
        &self,
        container: &[u8],
        content: &[u8],
        now: &str,
        proven: Option<String>,
    ) -> Result<Examined, String> {
        let times = Times { now, proven: proven.as_deref() };
        let trust = Trust { signers: &self.signers, stamps: &self.stamps };
        let inner = signature::examine(container, content, trust, times).map_err(told)?;
        let evidence: Vec<_> =
            self.answers.iter().map(|(source, answer)| Evidence::of(*source, answer)).collect();
        let revocation = examine_revocation(inner.claim(), inner.issuers(), &evidence, times);
        let standing = Standing::of(content, inner.claim());
        Ok(Examined { inner, revocation, standing, fingerprint: fingerprint(content) })
    }
}

/// A container that was examined and not yet calculated.
#[wasm_bindgen]
pub struct Examined {
    inner: signature::Examined,
    revocation: ExaminedRevocation,
    /// What the signer is in the content, if that is a dossier.
    standing: Option<Standing>,
    fingerprint: String,
}

#[wasm_bindgen]
impl Examined {
    /// What the container says, as names and values by turns; what it does not say is left out. The personal id is masked: nobody
    /// who looks at a signature needs more.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        let Signer {
            name,
            citizen_id,
            tax_code,
            serial,
            issuer,
            signing_time,
            not_before,
            not_after,
            stamp,
            ..
        } = self.inner.claim().clone();
        let (stamped_at, stamped_by) = stamp.map(|stamp| (stamp.at, stamp.authority)).unzip();
        let facts = [
            ("name", Some(name)),
            ("citizen_id", citizen_id.as_deref().map(masked)),
            ("tax_code", tax_code),
            ("named_as", self.standing.and_then(Standing::word).map(str::to_owned)),
            ("issuer", Some(issuer)),
            ("serial", Some(serial)),
            ("signing_time", Some(signing_time)),
            ("stamped_at", stamped_at),
            ("stamped_by", stamped_by),
            ("not_before", Some(not_before)),
            ("not_after", Some(not_after)),
            ("fingerprint", Some(self.fingerprint.clone())),
        ];
        let told = facts.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?]));
        told.flatten().collect()
    }

    /// Whether the certificate was revoked, as what was said about it has it, and the moment of that, as names and values by turns. It is
    /// about an accepted signer only; `holds` as for [`Examined::conclude`].
    #[must_use]
    pub fn revocation(&self, holds: &[u8]) -> Vec<String> {
        let (word, at) = match self.revoked(holds) {
            Revocation::NotLookedAt => ("not_asked", None),
            Revocation::Good { as_of, .. } => ("good", Some(as_of)),
            Revocation::Revoked { since } => (REVOKED, Some(since)),
            Revocation::NoUsableAnswer(_) => ("unusable", None),
        };
        let at = at.into_iter().flat_map(|at| ["revocation_at".to_owned(), at]);
        ["revocation".to_owned(), word.to_owned()].into_iter().chain(at).collect()
    }

    /// How many signatures are to be calculated; the first is the signer's own, the last are those of what was said about it.
    #[must_use]
    pub fn count(&self) -> usize {
        self.inner.obligations().len() + self.revocation.obligations().len()
    }

    /// How a signature was made, in `WebCrypto`'s words: its algorithm, the digest, and curve or length of the salt.
    #[must_use]
    pub fn method(&self, at: usize) -> String {
        match self.at(at).method() {
            Method::RsaPkcs1(digest) => format!("RSASSA-PKCS1-v1_5 {}", hash(digest)),
            Method::RsaPss(digest) => format!("RSA-PSS {} {}", hash(digest), digest.length()),
            Method::Ecdsa(Curve::P256, digest) => format!("ECDSA {} P-256", hash(digest)),
            Method::Ecdsa(Curve::P384, digest) => format!("ECDSA {} P-384", hash(digest)),
        }
    }

    /// The key, as DER `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn key(&self, at: usize) -> Vec<u8> {
        self.at(at).key().to_vec()
    }

    /// What was signed.
    #[must_use]
    pub fn message(&self, at: usize) -> Vec<u8> {
        self.at(at).message().to_vec()
    }

    /// The signature in the form that `WebCrypto` takes.
    #[must_use]
    pub fn signature(&self, at: usize) -> Vec<u8> {
        self.at(at).fixed_signature()
    }

    /// The verdict: nothing, or an error. One byte for each signature, 1 when it holds; `signer` is the personal id, or the tax code, of
    /// who must have signed; when nobody says who, a dossier must name them.
    ///
    /// # Errors
    /// As [`Means::examine`], `revoked` and `not_named`.
    pub fn conclude(self, holds: &[u8], signer: Option<String>) -> Result<(), String> {
        let is_revoked = matches!(self.revoked(holds), Revocation::Revoked { .. });
        let found = self.inner.conclude(&bools(holds)).map_err(told)?;
        let is_named = signer.is_some() || self.standing != Some(Standing::Nobody);
        signer.map_or(Ok(()), |signer| found.must_be(&signer)).map_err(told)?;
        match (is_revoked, is_named) {
            (true, _) => Err(REVOKED.to_owned()),
            // Said last: it is good but for that.
            (false, false) => Err(NOT_NAMED.to_owned()),
            (false, true) => Ok(()),
        }
    }

    fn revoked(&self, holds: &[u8]) -> Revocation {
        let own = holds.get(self.inner.obligations().len()..).unwrap_or_default();
        self.revocation.clone().conclude(&bools(own))
    }

    fn at(&self, at: usize) -> &Obligation {
        let own = self.inner.obligations();
        own.get(at).unwrap_or_else(|| &self.revocation.obligations()[at - own.len()])
    }
}

fn bools(holds: &[u8]) -> Vec<bool> {
    holds.iter().map(|byte| *byte == 1).collect()
}

fn told(fault: SignatureFault) -> String {
    let code = fault.code();
    fault.attribute().map_or_else(|| code.to_owned(), |attribute| [code, attribute].join(" "))
}

fn hash(digest: Digest) -> &'static str {
    match digest {
        Digest::Sha256 => "SHA-256",
        Digest::Sha384 => "SHA-384",
        Digest::Sha512 => "SHA-512",
    }
}

/// `0011****4321`: as the portal shows personal ids everywhere.
fn masked(id: &str) -> String {
    match (id.get(..4), id.get(8..)) {
        (Some(start), Some(end)) => [start, "****", end].concat(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{masked, told};
    use dossier::signature::SignatureFault;

    #[test]
    fn every_reason_has_words_in_the_portal_in_both_languages() {
        let texts = [
            include_str!("../../../src/i18n/vi/signature.json"),
            include_str!("../../../src/i18n/en/signature.json"),
        ];
        let codes = SignatureFault::EVERY.map(SignatureFault::code).into_iter().chain([
            "unsupported",
            super::REVOKED,
            super::NOT_NAMED,
        ]);
        for code in codes {
            let key = format!("\"signature.fault.{code}\":");
            assert!(texts.iter().all(|text| text.contains(&key)), "{code}");
        }
    }

    #[test]
    fn a_reason_names_the_attribute_that_it_is_about() {
        assert_eq!(told(SignatureFault::Untrusted), "untrusted");
        assert_eq!(told(SignatureFault::AttributeMissing("signing-time")), "attribute_missing signing-time");
    }

    #[test]
    fn the_middle_of_a_personal_id_does_not_leave() {
        assert_eq!(masked("001195004321"), "0011****4321");
        assert_eq!(masked("1"), "");
    }
}
