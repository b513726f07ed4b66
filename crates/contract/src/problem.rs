//! Errors as they travel: RFC 9457 problem details with a stable code. Never a citizen's value.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The codes that pages act on; each is also the last segment of `type`.
pub mod code {
    pub const SIGN_IN_NEEDED: &str = "sign_in_needed";
    pub const NOT_FOUND: &str = "not_found";
    /// The draft has moved on; `current` holds its revision.
    pub const REVISION_CONFLICT: &str = "revision_conflict";
    /// An open draft of the same service exists; `existing` holds its handle.
    pub const DRAFT_EXISTS: &str = "draft_exists";
    /// The dossier is not in a state that allows the command; `refused` says why.
    pub const REFUSED: &str = "refused";
    /// The answers have errors; see `errors`.
    pub const INVALID_ANSWERS: &str = "invalid_answers";
    /// The request itself is malformed.
    pub const BAD_REQUEST: &str = "bad_request";
    pub const MISSING_IDEMPOTENCY_KEY: &str = "missing_idempotency_key";
    pub const IDEMPOTENCY_MISMATCH: &str = "idempotency_mismatch";
    pub const IN_PROGRESS: &str = "in_progress";
    pub const CROSS_SITE: &str = "cross_site";
    pub const FILE_TOO_LARGE: &str = "file_too_large";
    pub const FILE_TYPE: &str = "file_type";
    pub const FILE_EMPTY: &str = "file_empty";
    pub const TOO_MANY_REQUESTS: &str = "too_many_requests";
    /// A provider (identity, register, signing, payment, desk) did not answer; `provider` names it.
    pub const PROVIDER_UNAVAILABLE: &str = "provider_unavailable";
    /// Something broke inside; `reference` finds it in the log.
    pub const INTERNAL: &str = "internal";
    pub const METHOD_NOT_ALLOWED: &str = "method_not_allowed";
    pub const UNSUPPORTED_MEDIA_TYPE: &str = "unsupported_media_type";
}

/// An error answer (`application/problem+json`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// One English sentence for developers; pages show their own text by `code`.
    pub title: String,
    pub status: u16,
    pub code: String,
    /// Finds the incident in the backend's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What is wrong with which answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Named details that the code's description promises (`current`, `existing`, `refused`, `provider`).
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub details: BTreeMap<String, Value>,
}

/// One wrong answer: where, what, and the limits that the text needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON Pointer into the answers (`/group/r1/field`).
    pub pointer: String,
    pub code: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub params: BTreeMap<String, Value>,
}
