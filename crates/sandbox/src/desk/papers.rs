//! The papers of a received dossier on disk: its content, its signature or the scan of what was signed by hand, its documents, under names
//! of our own. A document is named by its position, so that no name from outside becomes a path.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};

use super::Dossier;
use crate::{ledger, seal};

/// The name of the signed content.
pub const CONTENT: &str = "dossier.json";
/// The name of the detached signature.
pub const SIGNATURE: &str = "dossier.p7s";

/// The name of the scan of what was signed by hand.
pub const SCAN: &str = "scan.bin";

/// Who said whether the signature's certificate was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// An OCSP responder.
    Ocsp,
    /// A list of revoked certificates.
    Crl,
}

impl Source {
    /// The name of what it said.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Ocsp => "dossier.ocsp",
            Self::Crl => "dossier.crl",
        }
    }
}

/// The name of the signature of one of the others, by position.
pub fn cosignature(position: usize) -> String {
    format!("dossier-{}.p7s", position + 2)
}

/// The name of what was said about its certificate.
pub fn cosignature_revocation(position: usize, source: Source) -> String {
    source.file().replacen("dossier", &format!("dossier-{}", position + 2), 1)
}

/// The signature of one of the others.
pub struct Cosignature {
    /// The container, byte for byte.
    pub container: Vec<u8>,
    /// What was said about the revocation of its certificate.
    pub revocation: Option<(Source, Vec<u8>)>,
}

/// Decoded papers of a filing.
pub struct Papers {
    /// The content, byte for byte as it was signed.
    pub content: Vec<u8>,
    /// The signature.
    pub signature: Option<Vec<u8>>,
    /// What was said about the revocation of its certificate.
    pub revocation: Option<(Source, Vec<u8>)>,
    /// The signatures of the others who have agreed, in their order; none of who has not signed.
    pub cosignatures: Vec<Option<Cosignature>>,
    /// The scan of what was signed by hand.
    pub scan: Option<Vec<u8>>,
    /// The documents, in their order.
    pub documents: Vec<Vec<u8>>,
}

/// The file name of a document.
pub fn document(position: usize) -> String {
    format!("{}.bin", position + 1)
}

/// Writes all papers into a folder of their own.
pub fn write(folder: &Path, papers: &Papers) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    ledger::write(&folder.join(CONTENT), &papers.content)?;
    if let Some(signature) = &papers.signature {
        ledger::write(&folder.join(SIGNATURE), signature)?;
    }
    if let Some((source, said)) = &papers.revocation {
        ledger::write(&folder.join(source.file()), said)?;
    }
    for (position, signature) in papers.cosignatures.iter().enumerate() {
        let Some(Cosignature { container, revocation }) = signature else { continue };
        ledger::write(&folder.join(cosignature(position)), container)?;
        if let Some((source, said)) = revocation {
            ledger::write(&folder.join(cosignature_revocation(position, *source)), said)?;
        }
    }
    if let Some(scan) = &papers.scan {
        ledger::write(&folder.join(SCAN), scan)?;
    }
    for (position, bytes) in papers.documents.iter().enumerate() {
        ledger::write(&folder.join(document(position)), bytes)?;
    }
    Ok(())
}

/// What the desk finds when it looks at a document again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The stored bytes have the announced hash and size.
    pub is_whole: bool,
    /// The announced hash is named in the dossier's content.
    pub is_in_content: bool,
}

/// Checks every document against its hash and against the content.
pub fn check(folder: &Path, dossier: &Dossier) -> Vec<Finding> {
    let content = fs::read(folder.join(CONTENT)).unwrap_or_default();
    let content = String::from_utf8_lossy(&content).to_lowercase();
    let finding = |(position, announced): (usize, &super::Document)| {
        let is_whole =
            fs::read(folder.join(document(position))).is_ok_and(|bytes| is_whole(&bytes, announced));
        Finding { is_whole, is_in_content: content.contains(&announced.sha256) }
    };
    dossier.documents.iter().enumerate().map(finding).collect()
}

/// Whether bytes are what was announced.
pub fn is_whole(bytes: &[u8], announced: &super::Document) -> bool {
    u64::try_from(bytes.len()) == Ok(announced.size) && seal::hex(&seal::sha256(bytes)) == announced.sha256
}
