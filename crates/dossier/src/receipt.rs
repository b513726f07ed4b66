//! What the receipt of a filed dossier states. How it is drawn, and in which language, deliberately does not live here.

use crate::canonical;
use crate::content::{Content, Document, Fee};
use crate::state::{Filing, Payment, Stage, State, Timestamp};
use serde::Serialize;

/// The receipt: everything a citizen needs to hold the desk to what it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The official code from the desk.
    pub code: String,
    /// Our own handle.
    pub handle: String,
    /// National code of the procedure.
    pub procedure: String,
    /// When the desk took the dossier.
    pub accepted_at: Timestamp,
    /// The main file: the canonical bytes that were frozen, signed and handed over.
    pub content: ContentFile,
    /// Every document with its name, size and hash, as the desk has them.
    pub documents: Vec<Document>,
    /// The fee as quoted.
    pub fee: Fee,
    /// The payment that counted, when a fee was paid online.
    pub payment: Option<PaymentMade>,
    /// Who signed and when, when a signature was asked for.
    pub signer: Option<String>,
    /// How the citizen proved who they are, when that stands for a signature.
    pub identity: Option<IdentityProof>,
    /// The scan of the print that the citizen signed by hand, when that stands for a signature.
    pub scan: Option<Scan>,
    /// Who else has agreed to the main file, where the procedure asks for that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Agreement>,
    /// How many facts the citizen gave and how many were known already.
    pub facts: Facts,
}

/// `dossier.json`, by size and hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContentFile {
    /// In bytes.
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// The short mark that the phone showed.
    pub fingerprint: String,
}

/// The payment that counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentMade {
    /// In đồng.
    pub amount: u64,
    /// Our order.
    pub order: String,
    /// The provider's number.
    pub transaction: String,
    /// When it was taken.
    pub at: Timestamp,
}

/// That the citizen stood by the main file by proving who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityProof {
    /// The identity provider to which; empty where the proof was a recent sign-in.
    pub iss: String,
    /// Twelve digits of who did.
    pub sub: String,
    /// The level of it, as the portal calls it.
    pub acr: String,
    /// When they proved it to the identity provider.
    pub auth_time: Timestamp,
    /// SHA-256 of the main file, lower-case hexadecimal.
    pub sha256: String,
    /// The nonce that the identity provider signed with it, under which it finds what it knows of this; it ends with `sha256`.
    pub nonce: String,
}

/// The scan of a print of the main file that was signed by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scan {
    /// The citizen's own name of it.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// SHA-256 of it, lower-case hexadecimal.
    pub sha256: String,
    /// When it was handed in.
    pub at: Timestamp,
}

/// That somebody else stood by the main file, in one way or the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agreement {
    /// In what role, by its id in the procedure; its text is `cosigner.<id>`.
    pub role: String,
    /// Full name, as the main file has it.
    pub name: String,
    /// How they proved who they are, where that is how they agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<IdentityProof>,
    /// Their signature, where that is how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<Cosignature>,
}

/// The signature of one of the others: a container of its own over the main file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cosignature {
    /// Twelve digits of who signed.
    pub sub: String,
    /// Name in the certificate.
    pub signer: String,
    /// When it was verified.
    pub at: Timestamp,
    /// SHA-256 of the container, lower-case hexadecimal.
    pub sha256: String,
}

/// The share of values that nobody had to type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facts {
    /// Typed or corrected by the citizen.
    pub given: u32,
    /// Known from a register or an earlier dossier, or computed.
    pub known: u32,
}

eform::from_json! {
    Receipt { code, handle, procedure, accepted_at, content, documents, fee, payment, signer, identity, scan, others or default, facts }
    Agreement { role, name, proof, signature }
    Cosignature { sub, signer, at, sha256 }
    IdentityProof { iss, sub, acr, auth_time, sha256, nonce }
    Scan { name, size, sha256, at }
    ContentFile { size, sha256, fingerprint }
    PaymentMade { amount, order, transaction, at }
    Facts { given, known }
}

impl Facts {
    /// Counts the provenance of a content. A value that the citizen changed counts as given.
    #[must_use]
    pub fn count(content: &Content) -> Self {
        let mut facts = Self::default();
        for source in content.provenance.values() {
            match source.origin.as_str() {
                "typed" | "changed" => facts.given += 1,
                _ => facts.known += 1,
            }
        }
        facts
    }
}

/// Why there is no receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoReceipt {
    /// The desk has not answered yet: no code, no receipt.
    NotFiled,
    /// The bytes are not the content of the snapshot that was filed.
    OtherContent,
}

impl Receipt {
    /// The receipt of a filed dossier. `content` is the canonical bytes that were handed over. How identity was confirmed, by the citizen
    /// and by others, is in events beside the state: whoever has them adds it. A scan is a file: as well.
    ///
    /// # Errors
    /// [`NoReceipt`]: nothing is stated about bytes that are not exactly the filed snapshot.
    pub fn of(state: &State, content: &[u8]) -> Result<Self, NoReceipt> {
        let (Stage::Filed, Filing::Accepted { code, at }, Some(snapshot)) =
            (state.stage, &state.filing, &state.snapshot)
        else {
            return Err(NoReceipt::NotFiled);
        };
        let sha256 = canonical::sha256_hex(content);
        let parsed = Content::parse(content).map_err(|_| NoReceipt::OtherContent)?;
        if sha256 != snapshot.sha256 || parsed.snapshot != snapshot.number {
            return Err(NoReceipt::OtherContent);
        }
        Ok(Self {
            code: code.clone(),
            handle: parsed.dossier.clone(),
            procedure: parsed.procedure.code.clone(),
            accepted_at: at.clone(),
            content: ContentFile {
                size: u64::try_from(content.len()).unwrap_or(u64::MAX),
                sha256,
                fingerprint: canonical::fingerprint(content),
            },
            facts: Facts::count(&parsed),
            documents: parsed.documents,
            fee: parsed.fee,
            payment: payment(&state.payment),
            signer: signer(state),
            identity: None,
            scan: None,
            others: Vec::new(),
        })
    }
}

fn payment(payment: &Payment) -> Option<PaymentMade> {
    match payment {
        Payment::Paid { order, amount, at, transaction, .. } => Some(PaymentMade {
            amount: *amount,
            order: order.clone(),
            transaction: transaction.clone(),
            at: at.clone(),
        }),
        Payment::NotRequired
        | Payment::Waived { .. }
        | Payment::Quoted { .. }
        | Payment::Pending { .. }
        | Payment::Failed { .. }
        | Payment::Suspect { .. } => None,
    }
}

fn signer(state: &State) -> Option<String> {
    match &state.signing {
        crate::state::Signing::Signed { signer, .. } => Some(signer.clone()),
        _ => None,
    }
}
