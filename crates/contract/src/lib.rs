//! The HTTP contract between the portal and a backend: one [`Endpoint`] per call, with the types that travel.
//!
//! Client and backend both take paths, methods, headers and types from here, and the OpenAPI document is made
//! from the same list, so the three cannot disagree. No network code lives here.

mod assisting;
mod checks;
mod consents;
mod cosigning;
mod dossiers;
mod endpoint;
mod fee_receipts;
mod history;
mod mandates;
mod mine;
mod moved;
#[cfg(feature = "openapi")]
pub mod openapi;
mod papers;
mod payment;
mod payments;
mod problem;
mod right_over;
mod scan;
mod services;
mod session;
mod signing;
mod statistics;
mod uploads;

pub use assisting::{HandOver, Hands, Help, TakeUp};
pub use checks::{
    CHECK_BYTES, CHECK_ROWS, Check, CheckAnswers, Checked, CheckedField, CheckedPage, CheckedViolation,
    ValueState,
};
pub use consents::{
    AskedOf, CONSENT_DAYS, CONSENT_TEXT, Consent, ConsentAsked, ConsentList, Decide, DecideConsent, Decision,
    ListConsents,
};
pub use cosigning::{
    AgreeToCosign, AnsweredContent, AskedToCosign, AskedToCosignList, CancelCosigning, ConfirmCosigning,
    CosignedContent, Cosigning, DeclineToCosign, GetCosigning, INVITATION_DAYS, Invitation, InvitationLink,
    InvitationList, Invite, Invitee, ListAskedToCosign, ListInvitations, ListOwnCredentials, OwnAnswer,
    OwnWord, PrepareCosigning, REASON_CHARACTERS, Refusal, RevokeInvitation, Turn,
};
pub use dossiers::{
    AskRegisters, CreateDossier, Discard, DossierList, DossierSummary, DossierView, DownloadContent, Draft,
    FileDossier, FileView, Freeze, Frozen, FrozenContext, ListDossiers, NewDossier, OneDossier, ReceiptFor,
    SaveAnswers, SaveDraft, Saved, Thaw, WaitingFor,
};
pub use endpoint::{Endpoint, Headers, Method, Nothing, fill_path, idempotency_key};
pub use fee_receipts::{
    CheckReceipt, CheckedReceipt, FeeReceipt, QrPicture, ReceiptCode, ReceiptEnd, ReceiptFace, ReceiptOver,
};
pub use history::{HISTORY_YEARS, Lookup, LookupOutcome, PastDecision, Said};
pub use mandates::{
    Extent, GrantMandate, ListMandates, ListPrincipals, Mandate, MandateList, MandateState, NewMandate,
    Principal, PrincipalList, RevokeMandate, SilentRegister,
};
pub use mine::{
    ExportMine, ForgetEarlier, GetMine, MINE_FORMAT, Mine, MineActed, MineCosigned, MineDossier, MineFact,
    MinePerson,
};
pub use moved::{MoveDraft, MoveSeen, Moved, MovedLine};
pub use papers::{
    AttachPapers, DraftPapers, KeepPapers, KeepUploads, ListPapers, PaperChoice, PaperList, PaperOffer,
    PaperSlot, PaperUse, PaperView, PapersForDraft, RemovePaper, UsePapers, UsedPaper, UsedPapers,
};
pub use payment::{AskPayment, CancelPayment, Paying, PaymentChoice, PaymentRedirect, StartPayment};
pub use payments::{CollectedFee, ListPayments, OnePayment, PaymentEntry, PaymentHistory};
pub use problem::{FieldError, Problem, code};
pub use right_over::{ActingOver, RightOver};
pub use scan::{Scanned, SignOnPaper, scan_field, scan_slot};
pub use services::{
    Bundle, Catalogue, CatalogueEntry, CatalogueSource, FixedLists, GetCatalogue, GetProcedure, ListServices,
    ListedCode, ServiceCard, ServiceList, SignPolicy, WorkingDays,
};
pub use session::{
    GetSession, ListSessions, OpenSession, Person, RevokeOthers, RevokeSession, SessionList, SessionView,
    SignOut, SignedOut,
};
pub use signing::{
    Attempt, CancelSigning, ConfirmIdentity, ConfirmSigning, Confirmation, ConfirmationRedirect, Credential,
    CredentialChoice, CredentialList, GetRoots, ListCredentials, Preparation, PrepareSigning, Prepared,
    Provider, StandBy, TrustedRoots,
};
pub use statistics::{FEWEST_DOSSIERS, ReuseFigures, ReuseRates, ServiceReuse};
pub use uploads::{
    BeginUpload, EndUpload, ListUploads, NewUpload, OneUpload, PIECE_BYTES, UploadList, UploadState,
    UploadView,
};

/// Paths that are not JSON endpoints: navigations, downloads and the pieces of a file.
pub mod paths {
    /// Navigation that starts signing in; `?return_to=` takes a path of the portal. `level` and `max_age`, as the problem
    /// `insufficient_user_authentication` names them, ask a citizen who is signed in to confirm who they are.
    pub const LOGIN: &str = "/auth/login";
    /// Where the identity provider sends the browser back.
    pub const LOGIN_CALLBACK: &str = "/auth/callback";
    /// Where the identity provider ends sessions (`OpenID Connect Back-Channel Logout` 1.0).
    pub const BACKCHANNEL_LOGOUT: &str = "/hooks/identity/logout";
    /// Where the payment gateway sends the browser back: a hint, never a fact.
    pub const PAYMENT_RETURN: &str = "/pay/return";
    /// The payment gateway's server-to-server notification.
    pub const PAYMENT_IPN: &str = "/hooks/vnpay/ipn";
    /// The bank's credit advices.
    pub const CREDIT_ADVICE: &str = "/hooks/vietqr/credit";
    /// The national payment platform's word about an order.
    pub const PAYMENT_CONFIRM: &str = "/hooks/national/confirm";
    /// The one-stop desk's status changes.
    pub const DESK_STATUS: &str = "/hooks/desk/status";
    /// Where the one-stop desk says that something has happened to a dossier's receipts: a hint to ask, never a fact.
    pub const DESK_RECEIPTS: &str = "/hooks/desk/receipts";
    /// Where a signing provider says that something has happened: a hint to ask it, never a fact.
    pub const SIGNING_CALL_BACK: &str = "/hooks/signing/{provider}";
    /// `PATCH` the next bytes of a file that was announced; the reply is an [`UploadView`](crate::UploadView).
    pub const PIECE: &str = <crate::OneUpload as crate::Endpoint>::PATH;
    /// `GET` or `DELETE` one file.
    pub const FILE: &str = "/api/dossiers/{id}/files/{file}";
    /// `GET` the bytes of one paper of the citizen's own store.
    pub const PAPER_FILE: &str = "/api/papers/{paper}/file";
    /// `GET` one electronic receipt as it was issued.
    pub const RECEIPT_FILE: &str = "/api/receipts/{receipt}/file";
    /// The exact canonical bytes of the frozen dossier.
    pub const CONTENT: &str = <crate::DownloadContent as crate::Endpoint>::PATH;
    /// The same for somebody who is asked to agree to it.
    pub const COSIGNED_CONTENT: &str = <crate::CosignedContent as crate::Endpoint>::PATH;
    /// `GET` a document that they are asked to agree to, by its place in it, counted from 1.
    pub const COSIGNED_FILE: &str = "/api/cosigning/{invitation}/files/{number}";
    /// The signature of who has signed by a link, in the container that is theirs.
    pub const OWN_COSIGNATURE: &str = "/api/cosigning/{invitation}/dossier.p7s";
    /// What was said about the revocation of its certificate, beside it.
    pub const OWN_COSIGNATURE_REVOCATION: &str = "/api/cosigning/{invitation}/revocation";
    /// The signature of one of the others who must agree, counted from 1 as in `requirements.others` of the dossier's state.
    pub const COSIGNATURE: &str = "/api/dossiers/{id}/cosignatures/{number}";
    /// What was said about the revocation of its certificate, beside it.
    pub const COSIGNATURE_REVOCATION: &str = "/api/dossiers/{id}/cosignatures/{number}/revocation";
    /// The detached `CAdES` signature over them.
    pub const SIGNATURE: &str = "/api/dossiers/{id}/dossier.p7s";
    /// What was said about the revocation of its certificate, beside it.
    pub const REVOCATION: &str = "/api/dossiers/{id}/revocation";
    /// This contract as OpenAPI.
    pub const OPENAPI: &str = "/api/openapi.json";
}
