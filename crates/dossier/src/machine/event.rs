//! What can happen to a dossier, and what must be done because of it. Both are plain data with stable JSON shapes.
//!
//! Edits of the draft are no events: a draft is a document with its own version, not a step. That it moves to another version of
//! the form is one: somebody else than the citizen changed its answers.

use crate::state::{BusinessEvent, Requirements, Snapshot, Timestamp};
use serde::{Deserialize, Serialize};

/// A fact that the backend recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The answers were fixed.
    Frozen {
        /// Its number must be `snapshots + 1`.
        snapshot: Snapshot,
        /// What the procedure asks of it.
        requirements: Requirements,
    },
    /// The citizen went back to the answers.
    Thawed,
    /// The draft was taken to the version of the form that is in force. What became of each answer is kept beside the event and
    /// is erased with the draft.
    Moved {
        /// The version that it had.
        from: String,
        /// The version that it has now.
        to: String,
    },
    /// The citizen has proved who they are, and stands by exactly this snapshot with that instead of a signature.
    IdentityConfirmed {
        /// The identity provider. Empty, as the nonce, where the proof was a recent sign-in: so it was before it was bound to the bytes.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        iss: String,
        /// Twelve digits of who did.
        sub: String,
        /// The level of it, as the portal calls it.
        acr: String,
        /// When they proved it to the identity provider.
        auth_time: Timestamp,
        /// SHA-256 of the current snapshot's bytes, lower-case hexadecimal.
        sha256: String,
        /// The nonce that the identity provider signed with it; it ends with `sha256`.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        nonce: String,
    },
    /// The citizen handed in the scan of a print of exactly this snapshot, which they signed by hand. Never record it of a file that is not
    /// whole, or not clean.
    SignedOnPaper {
        /// SHA-256 of the current snapshot's bytes, lower-case hexadecimal.
        sha256: String,
        /// SHA-256 of the scan.
        scan: String,
        /// When they did.
        at: Timestamp,
    },
    /// Somebody else who must agree has proved who they are, and stands by exactly this snapshot with that. Who signs it instead agrees by
    /// [`Event::Signed`].
    OtherAgreed {
        /// The identity provider.
        iss: String,
        /// Twelve digits of who did.
        sub: String,
        /// The level of it, as the portal calls it.
        acr: String,
        /// When they proved it to the identity provider.
        auth_time: Timestamp,
        /// SHA-256 of the current snapshot's bytes, lower-case hexadecimal.
        sha256: String,
        /// The nonce that the identity provider signed with it; it ends with `sha256`.
        nonce: String,
    },
    /// Somebody else who must agree does not.
    OtherDeclined {
        /// Twelve digits of who does not.
        sub: String,
        /// SHA-256 of the bytes that they do not agree to.
        sha256: String,
        /// Why, in their own words.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// Signed attributes were made; the machine gives the attempt its number, `signing_attempts + 1`.
    SigningPrepared {
        /// Twelve digits of who of the others signs; none when the person who files it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<String>,
        /// The number of the current snapshot.
        snapshot: u32,
        /// The provider's id of the chosen credential.
        credential: String,
        /// SHA-256 of the signed attributes, lower-case hexadecimal.
        requested_hash: String,
    },
    /// The browser recomputed the hash, and the provider took the request to the phone.
    SigningConfirmed {
        /// The attempt that was prepared.
        attempt: u32,
        /// The hash as the browser computed it.
        hash: String,
        /// The provider's name for its open question.
        handle: String,
        /// When silence counts as an answer.
        expires_at: Timestamp,
    },
    /// The phone agreed. Record it before the signature is fetched: a provider gives it once, and its answer may be lost.
    SigningGranted {
        /// Which attempt.
        attempt: u32,
    },
    /// A container came back and verified against the snapshot's bytes. Never record it before that.
    Signed {
        /// The attempt it answers.
        attempt: u32,
        /// The snapshot whose bytes it covers.
        snapshot: u32,
        /// Name in the certificate.
        signer: String,
        /// When it was verified.
        at: Timestamp,
        /// What has said that the certificate was not revoked, `ocsp` or `crl`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revocation: Option<String>,
    },
    /// The signer refused on the phone.
    SigningRejected {
        /// Which attempt.
        attempt: u32,
    },
    /// The signer stayed silent; refused once the phone has agreed.
    SigningExpired {
        /// Which attempt.
        attempt: u32,
    },
    /// The citizen withdrew the request.
    SigningCancelled {
        /// Which attempt.
        attempt: u32,
    },
    /// The provider failed, or what it returned did not verify.
    SigningFailed {
        /// Which attempt.
        attempt: u32,
        /// Why: `provider`, `certificate`, `digest`, `lost` (signed on the phone, but the signature never arrived), ...
        code: String,
    },
    /// The citizen pressed pay. A new order is numbered `payment_attempts + 1`; the order of an abandoned attempt is taken up again.
    PaymentStarted {
        /// The reference at the provider.
        order: String,
        /// In đồng; must be what is owed.
        amount: u64,
        /// After this the provider takes no money for it.
        expires_at: Timestamp,
        /// The number of the fee, asked for after filing, that it pays; none when it pays the snapshot's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<u32>,
    },
    /// The provider's own word (signed notification or answered query, never the browser's return) that it took the money.
    PaymentConfirmed {
        /// The reference at the provider.
        order: String,
        /// In đồng.
        amount: u64,
        /// The provider's own number for the transaction.
        transaction: String,
        /// When it was taken.
        at: Timestamp,
    },
    /// The provider's own word that more money came for an order that had taken some: a bank transfer can be made again. It is kept as an
    /// order of its own and counts, or goes back, like any other.
    PaymentRepeated {
        /// The name of the new order.
        order: String,
        /// The reference at the provider under which it came.
        of: String,
        /// In đồng.
        amount: u64,
        /// The provider's own number for the transaction.
        transaction: String,
        /// When it was taken.
        at: Timestamp,
    },
    /// The provider's own word that it took nothing.
    PaymentFailed {
        /// The reference at the provider.
        order: String,
        /// The provider's code.
        code: String,
    },
    /// The provider cannot say (VNPAY 07, an unknown code).
    PaymentSuspect {
        /// The reference at the provider.
        order: String,
        /// The provider's code.
        code: String,
    },
    /// The citizen says that the money of an order has left their account, and nobody else has told of it.
    PaymentClaimed {
        /// The order's reference at the provider.
        order: String,
    },
    /// The citizen left the order; the provider has not said anything.
    PaymentCancelled {
        /// The reference at the provider.
        order: String,
    },
    /// The provider is about to be asked to return a surplus. Record it before asking: whoever finds it open asks again under the same
    /// name.
    RefundAsked {
        /// The reference at the provider.
        order: String,
        /// Our name for the request.
        request: String,
        /// When the money should have arrived.
        until: Timestamp,
    },
    /// The provider's own word that it does not return a surplus.
    RefundRefused {
        /// The reference at the provider.
        order: String,
        /// The provider's code.
        code: String,
    },
    /// The provider's own word that a surplus went back to the citizen.
    PaymentRefunded {
        /// The reference at the provider.
        order: String,
        /// When we learned that.
        #[serde(default)]
        at: Timestamp,
    },
    /// The citizen pressed file; only when nothing is to be paid, otherwise the payment itself files.
    FilingStarted,
    /// The desk could not be reached or refused for now.
    FilingDelayed,
    /// The desk answered with its official code.
    FilingAccepted {
        /// The official code.
        code: String,
        /// When the desk took it.
        at: Timestamp,
    },
    /// The desk reported a status.
    StatusReported(BusinessEvent),
    /// The desk confirmed that it knows of the payment of a fee that it asked for.
    PaymentTold {
        /// The number of the fee.
        due: u32,
        /// When it did.
        at: Timestamp,
    },
    /// The citizen threw the dossier away.
    Discarded,
}

/// What must be done because of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// Ask the signing provider until it answers for this attempt.
    AskSigner {
        /// Which attempt.
        attempt: u32,
        /// The provider's name for its open question.
        handle: String,
    },
    /// The signature (or the wait for it) of this attempt is void: drop the container, ignore a late answer.
    DropSignature {
        /// Which attempt.
        attempt: u32,
    },
    /// The scans of a print of this snapshot are void: forget them.
    DropScans {
        /// The number of the snapshot.
        snapshot: u32,
    },
    /// Ask the payment provider until it says yes or no about this order.
    AskProvider {
        /// The reference at the provider.
        order: String,
    },
    /// Lead nobody to this order again; cancel it at the provider where it can be.
    CloseOrder {
        /// The reference at the provider.
        order: String,
    },
    /// Give this money back.
    Refund {
        /// The reference at the provider.
        order: String,
        /// In đồng.
        amount: u64,
        /// The provider's own number for the transaction.
        transaction: String,
    },
    /// Hand the snapshot to the one-stop desk, with (dossier, snapshot) as idempotency key, until it answers.
    SendToDesk {
        /// The number of the snapshot.
        snapshot: u32,
    },
    /// Tell the desk that a fee which it asked for is paid, with its notice's id as idempotency key, until it answers.
    TellPayment {
        /// The number of the fee.
        due: u32,
    },
    /// Fetch the electronic results that the desk has given out, and keep them in the citizen's own store.
    FetchResults {
        /// The report that says so.
        sequence: u32,
    },
    /// Ask who collected the money of this order, which counts, for the receipt until it has been issued.
    AskReceipt {
        /// The reference at the provider.
        order: String,
    },
    /// Erase the draft: raw answers, hidden branches, files that the snapshot does not name.
    EraseAnswers,
}
