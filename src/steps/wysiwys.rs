//! What you see is what you sign: the browser makes the bytes of the dossier itself and recomputes every link of the chain
//! up to the hash that the provider is asked to sign. Nothing of the backend is believed here.
//!
//! What the citizen is shown about it is in `check` and `sign`.

use std::sync::Arc;

use contract::{Bundle, DossierView, Prepared};
use dossier::{Content, canonical, content, signature};
use eform::{CivilDate, Instance};

use crate::form::{FormStore, Texts};

/// Where the chain broke; the last part of the key of its text, `step.check.broken.<link>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The backend did not send what is needed to make the bytes.
    Missing,
    /// The bytes made here are not those that the backend has fixed.
    Bytes,
    /// The request speaks of another version of the dossier.
    Snapshot,
    /// The certificate cannot be read.
    Certificate,
    /// The hash to be signed does not follow from these bytes and this certificate.
    Hash,
    /// The phone would show another fingerprint.
    Fingerprint,
}

impl Broken {
    /// The last part of the key of its text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Broken::Missing => "missing",
            Broken::Bytes => "bytes",
            Broken::Snapshot => "snapshot",
            Broken::Certificate => "certificate",
            Broken::Hash => "hash",
            Broken::Fingerprint => "fingerprint",
        }
    }
}

/// The frozen dossier as the browser has made it itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The canonical bytes.
    pub bytes: Arc<[u8]>,
    /// SHA-256 of them.
    pub digest: [u8; 32],
    /// The short mark to compare on the phone.
    pub fingerprint: String,
    /// Number of the snapshot.
    pub snapshot: u32,
    /// How many answers are signed, documents not among them.
    pub answers: usize,
    /// How many documents are signed.
    pub documents: usize,
}

impl Proof {
    /// Of the bytes that were made of a content.
    #[must_use]
    pub fn of(content: &Content, bytes: Vec<u8>) -> Self {
        Self {
            digest: canonical::sha256(&bytes),
            fingerprint: canonical::fingerprint(&bytes),
            snapshot: content.snapshot,
            answers: given(content),
            documents: content.documents.len(),
            bytes: bytes.into(),
        }
    }
}

/// Makes the bytes from the answers as they are on screen (not from what the backend says they are) and compares them
/// with the snapshot.
///
/// # Errors
/// [`Broken`]: nothing may be signed, paid or submitted on it.
pub fn prove(view: &DossierView, bundle: &Bundle, shown: Option<FormStore>) -> Result<Proof, Broken> {
    let (Some(store), Some(draft), Some(frozen)) = (shown, &view.draft, &view.frozen) else {
        return Err(Broken::Missing);
    };
    let mut instance = store.read(Instance::clone);
    let (values, fee) = (instance.evaluated(), instance.quote());
    instance.set_today(CivilDate::parse(&frozen.today).ok_or(Broken::Missing)?);
    // Registers were asked again when it was fixed: a newer date beside a value is theirs to say, another value is not.
    instance.set_facts(draft.facts.clone());
    if instance.evaluated() != values || instance.quote() != fee {
        return Err(Broken::Bytes);
    }
    let texts = Texts::from_json(&bundle.texts);
    let frame = content::Frame {
        dossier: &view.id,
        snapshot: frozen.snapshot.number,
        language: &view.language,
        // Of the very texts that this page has shown, not what the backend says they hash to.
        schema_sha256: &canonical::sha256_hex(bundle.schema.as_bytes()),
        texts_sha256: &canonical::sha256_hex(bundle.texts.as_bytes()),
        applicant_name: &frozen.applicant_name,
        applicant_id: &frozen.applicant_id,
        on_behalf_of: view.acting_for.as_ref(),
        helped_by: view.help.as_ref().map(|help| &help.by),
        created_at: &frozen.snapshot.at,
    };
    let content = content::of(&instance, &frame, &|key| texts.find(key)).map_err(|_| Broken::Missing)?;
    let bytes = content.bytes().map_err(|_| Broken::Bytes)?;
    if canonical::sha256_hex(&bytes) != frozen.snapshot.sha256 {
        return Err(Broken::Bytes);
    }
    Ok(Proof::of(&content, bytes))
}

/// How many answers there are, documents left out: those are counted by themselves.
fn given(content: &Content) -> usize {
    let is_paper = |path: &str| content.documents.iter().any(|document| document.field == path);
    content.provenance.keys().filter(|path| !is_paper(path)).count()
}

/// The hash that the provider may be asked to sign, from the proven bytes; compared with what the backend has prepared.
///
/// # Errors
/// [`Broken`]: the request must not be let go.
pub fn requested_hash(proof: &Proof, prepared: &Prepared) -> Result<String, Broken> {
    if prepared.snapshot != proof.snapshot {
        return Err(Broken::Snapshot);
    }
    let certificate = from_base64(&prepared.certificate).ok_or(Broken::Certificate)?;
    let attributes = signature::signed_attributes(&proof.digest, &prepared.signing_time, &certificate)
        .map_err(|_| Broken::Hash)?;
    let hash = canonical::hex(&signature::requested_hash(&attributes));
    if hash != prepared.requested_hash {
        return Err(Broken::Hash);
    }
    if !prepared.description.contains(&proof.fingerprint) {
        return Err(Broken::Fingerprint);
    }
    Ok(hash)
}

/// Standard base64 with or without padding; `None` for anything else.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let digit = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Broken, Proof, from_base64, given, requested_hash};
    use contract::Prepared;
    use dossier::{Content, canonical, signature};
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn proof() -> Proof {
        let bytes = b"{}";
        Proof {
            digest: canonical::sha256(bytes),
            fingerprint: canonical::fingerprint(bytes),
            snapshot: 1,
            answers: 0,
            documents: 0,
            bytes: bytes[..].into(),
        }
    }

    fn prepared(proof: &Proof) -> Prepared {
        let attributes =
            signature::signed_attributes(&proof.digest, "2026-11-21T08:05:00Z", b"cert").unwrap();
        Prepared {
            attempt: 1,
            snapshot: 1,
            signing_time: "2026-11-21T08:05:00Z".into(),
            certificate: "Y2VydA==".into(),
            requested_hash: canonical::hex(&signature::requested_hash(&attributes)),
            description: ["Ký hồ sơ ", &proof.fingerprint].concat(),
        }
    }

    #[test]
    fn a_request_that_follows_from_the_bytes_is_let_go() {
        let proof = proof();
        let prepared = prepared(&proof);
        assert_eq!(requested_hash(&proof, &prepared), Ok(prepared.requested_hash.clone()));
    }

    #[test]
    fn a_request_for_other_bytes_another_time_or_another_fingerprint_is_refused() {
        let proof = proof();
        let other_time = Prepared { signing_time: "2026-11-21T08:05:01Z".into(), ..prepared(&proof) };
        assert_eq!(requested_hash(&proof, &other_time), Err(Broken::Hash));
        let other_mark = Prepared { description: "7F2A".into(), ..prepared(&proof) };
        assert_eq!(requested_hash(&proof, &other_mark), Err(Broken::Fingerprint));
        let other_version = Prepared { snapshot: 2, ..prepared(&proof) };
        assert_eq!(requested_hash(&proof, &other_version), Err(Broken::Snapshot));
        let other_bytes = Proof { digest: canonical::sha256(b"{} "), ..proof.clone() };
        assert_eq!(requested_hash(&other_bytes, &prepared(&proof)), Err(Broken::Hash));
    }

    #[test]
    fn a_paper_is_counted_among_the_papers_and_not_among_the_answers() {
        let document = |name: &str| serde_json::json!({"field": "birth_paper", "name": name, "size": 1, "sha256": "", "type": "pdf"});
        let content: Content = serde_json::from_value(serde_json::json!({
            "format": dossier::content::FORMAT, "dossier": "d", "snapshot": 1, "language": "vi", "answers": {},
            "procedure": {"code": "p", "version": "1", "schema_sha256": "", "texts_sha256": ""},
            "agency": {"province": "01", "commune": "00004"}, "applicant": {"name": "", "id": ""},
            "provenance": {"case": {"origin": "typed"}, "birth_paper": {"origin": "typed"}},
            "attestations": [], "documents": [document("1.pdf"), document("2.pdf")],
            "fee": {"gross": 0, "net": 0, "lines": [], "basis": []}, "created_at": "2026-11-21T08:05:00Z",
        }))
        .unwrap();
        assert_eq!(given(&content), 1);
    }

    #[test]
    fn base64_is_read_with_and_without_padding() {
        assert_eq!(from_base64("Y2VydA==").as_deref(), Some(&b"cert"[..]));
        assert_eq!(from_base64("Y2Vy").as_deref(), Some(&b"cer"[..]));
        assert_eq!(from_base64("Y2V*"), None);
    }
}
