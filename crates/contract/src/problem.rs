//! Errors as they travel: RFC 9457 problem details with a stable code. Never a citizen's value.

use std::collections::BTreeMap;

use eform::json::{FromJson, Members, Read};
use serde::Serialize;
use serde_json::Value;

/// The codes that pages act on; each is also the last segment of `type`.
pub mod code {
    /// Nobody is signed in, or the session has ended.
    pub const SIGN_IN_NEEDED: &str = "sign_in_needed";
    /// The citizen confirms who they are first (RFC 9470): at least of `level`, no more than `max_age` seconds ago.
    pub const INSUFFICIENT_USER_AUTHENTICATION: &str = "insufficient_user_authentication";
    /// There is nothing here, or it is another citizen's.
    pub const NOT_FOUND: &str = "not_found";
    /// The draft has moved on; `current` holds its revision.
    pub const REVISION_CONFLICT: &str = "revision_conflict";
    /// An open draft of the same service exists; `existing` holds its handle.
    pub const DRAFT_EXISTS: &str = "draft_exists";
    /// The link is for another whom the citizen asks to agree to a dossier of their own; `existing` holds its handle.
    pub const OWN_DOSSIER: &str = "own_dossier";
    /// The dossier is not in a state that allows the command; `refused` says why.
    pub const REFUSED: &str = "refused";
    /// The form has changed since the draft was opened: it moves to the version in force first.
    pub const FORM_CHANGED: &str = "form_changed";
    /// The right by which the citizen acted for somebody is over; `cause` is the [`RightOver`](crate::RightOver).
    pub const MANDATE_OVER: &str = "mandate_over";
    /// Who helps to fill a dossier in may not do this: only the citizen whose it is.
    pub const ONLY_THE_CITIZEN: &str = "only_the_citizen";
    /// Somebody helps to fill the dossier in: the citizen takes it up first.
    pub const WITH_HELPER: &str = "with_helper";
    /// The answers have errors; see `errors`.
    pub const INVALID_ANSWERS: &str = "invalid_answers";
    /// A warning stands that the citizen has not confirmed; see `errors`.
    pub const UNCONFIRMED: &str = "unconfirmed";
    /// The request itself is malformed.
    pub const BAD_REQUEST: &str = "bad_request";
    /// The change came without `If-Match` (RFC 6585).
    pub const PRECONDITION_REQUIRED: &str = "precondition_required";
    /// The command came without an `Idempotency-Key`.
    pub const MISSING_IDEMPOTENCY_KEY: &str = "missing_idempotency_key";
    /// The key was used before, with another request.
    pub const IDEMPOTENCY_MISMATCH: &str = "idempotency_mismatch";
    /// The same command is being carried out; ask again.
    pub const IN_PROGRESS: &str = "in_progress";
    /// The call did not come from a page of an allowed origin.
    pub const CROSS_SITE: &str = "cross_site";
    /// The body has more than this address takes; sending it again changes nothing.
    pub const TOO_LARGE: &str = "too_large";
    /// The file has more bytes than its field takes.
    pub const FILE_TOO_LARGE: &str = "file_too_large";
    /// With this file the dossier, or all drafts of the citizen, would hold more bytes than is allowed.
    pub const FILE_QUOTA: &str = "file_quota";
    /// The piece does not begin where the file ends so far; `offset` says where that is.
    pub const UPLOAD_OFFSET: &str = "upload_offset";
    /// The piece is not what its `Content-Digest` says; send it again.
    pub const UPLOAD_DIGEST: &str = "upload_digest";
    /// The file has no bytes.
    pub const FILE_EMPTY: &str = "file_empty";
    /// Too many calls in a short time; wait before the next.
    pub const TOO_MANY_REQUESTS: &str = "too_many_requests";
    /// A provider (identity, register, signing, payment, desk) did not answer; `provider` names it.
    pub const PROVIDER_UNAVAILABLE: &str = "provider_unavailable";
    /// Something broke inside; `reference` finds it in the log.
    pub const INTERNAL: &str = "internal";
    /// The address exists and does not take this method.
    pub const METHOD_NOT_ALLOWED: &str = "method_not_allowed";
    /// The body is not of the type that the call takes.
    pub const UNSUPPORTED_MEDIA_TYPE: &str = "unsupported_media_type";
}

/// An error answer (`application/problem+json`).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// One English sentence for developers; pages show their own text by `code`.
    pub title: String,
    /// The HTTP status once more (400 to 599).
    pub status: u16,
    /// One of [`code`].
    pub code: String,
    /// Finds the incident in the backend's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What is wrong with which answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Named details that the code's description promises (`current`, `existing`, `refused`, `provider`, `offset`,
    /// `level`, `max_age`, `cause`).
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub details: BTreeMap<String, Value>,
}

/// One wrong answer: where, what, and the limits that the text needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON Pointer into the answers (`/group/r1/field`).
    pub pointer: String,
    /// What is wrong, as the form engine names it (`required`, `date.future`).
    pub code: String,
    /// Limits that the text names, by the text's placeholder (`max`, `min`).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub params: BTreeMap<String, Value>,
}

eform::from_json! {
    FieldError { pointer, code, params or default }
}

impl FromJson for Problem {
    fn from_json(value: Value) -> Read<Self> {
        let mut of = Members::of(value)?;
        let mut problem = Problem {
            kind: of.take("type")?,
            title: of.take("title")?,
            status: of.take("status")?,
            code: of.take("code")?,
            reference: of.take("reference")?,
            errors: of.take_or_default("errors")?,
            details: BTreeMap::new(),
        };
        problem.details.extend(of.rest());
        Ok(problem)
    }
}
eform::from_json!(@serde Problem);
