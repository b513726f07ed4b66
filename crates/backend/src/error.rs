//! What can go wrong while answering, and how it travels: one variant, one status, one problem document (RFC 9457).
//!
//! Internals are logged under a reference; neither the log nor the answer ever holds a citizen's value.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::{FieldError, Problem, RightOver, code};
use dossier::Refused;
use serde_json::Value;

use crate::store::StoreError;

/// What a handler returns.
pub type Answer<T> = Result<T, Error>;

/// Why a request is not answered as asked.
#[derive(Debug)]
pub enum Error {
    SignInNeeded,
    /// The least level, and how many seconds ago the citizen may have proved who they are.
    Unconfirmed {
        level: Option<&'static str>,
        max_age: Option<i64>,
    },
    NotFound,
    /// The citizen may not act for this person any more.
    MandateOver(RightOver),
    /// Who helps to fill a dossier in asks for what only the citizen may do.
    OnlyTheCitizen,
    /// The citizen has not taken up what somebody helps with.
    WithHelper,
    /// The draft's current revision.
    RevisionConflict(u64),
    /// The handle of the open draft.
    DraftExists(String),
    /// The handle of the citizen's own dossier, to which they have opened the link of another.
    OwnDossier(String),
    Refused(Refused),
    /// The draft's version is over and another is in force.
    FormChanged,
    InvalidAnswers(Vec<FieldError>),
    /// Warnings that the citizen has not confirmed.
    UnconfirmedWarnings(Vec<FieldError>),
    /// What is malformed, in English; never what was sent.
    BadRequest(&'static str),
    /// A change came without `If-Match`.
    PreconditionRequired,
    MissingKey,
    KeyMismatch,
    InProgress,
    CrossSite,
    BodyTooLarge,
    FileTooLarge,
    FileEmpty,
    FileQuota,
    /// Where the next piece of the file begins.
    UploadOffset(u64),
    UploadDigest,
    MethodNotAllowed,
    UnsupportedMediaType,
    /// Too many of these at once.
    Busy,
    /// A provider did not answer as agreed: its name, and what happened for the log.
    Provider(&'static str, String),
    /// Something broke here; the text is for the log.
    Internal(String),
}

impl Error {
    /// The operating system's generator failed.
    #[must_use]
    pub fn no_randomness() -> Self {
        Self::Internal("no random numbers".to_owned())
    }

    /// The disk with the citizens' files said no.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
    pub fn disk(error: std::io::Error) -> Self {
        Self::Internal(format!("files: {error}"))
    }

    fn parts(&self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Self::SignInNeeded => (S::UNAUTHORIZED, code::SIGN_IN_NEEDED, "Sign in first."),
            Self::Unconfirmed { .. } => (
                S::FORBIDDEN,
                code::INSUFFICIENT_USER_AUTHENTICATION,
                "Confirm who you are first, as `level` and `max_age` say.",
            ),
            Self::NotFound => (S::NOT_FOUND, code::NOT_FOUND, "There is nothing here."),
            Self::MandateOver(_) => {
                (S::FORBIDDEN, code::MANDATE_OVER, "The right to act for this person is over.")
            }
            Self::OnlyTheCitizen => (
                S::FORBIDDEN,
                code::ONLY_THE_CITIZEN,
                "Who helps fills in; only the citizen whose dossier it is may do this.",
            ),
            Self::WithHelper => {
                (S::CONFLICT, code::WITH_HELPER, "Somebody helps to fill this in; take it up first.")
            }
            Self::RevisionConflict(_) => {
                (S::PRECONDITION_FAILED, code::REVISION_CONFLICT, "The draft has moved on.")
            }
            Self::DraftExists(_) => (S::CONFLICT, code::DRAFT_EXISTS, "A draft of this service is open."),
            Self::OwnDossier(_) => {
                (S::CONFLICT, code::OWN_DOSSIER, "This link is for others; the dossier is the citizen's own.")
            }
            Self::Refused(_) => (S::CONFLICT, code::REFUSED, "The dossier's state does not allow this."),
            Self::FormChanged => (
                S::CONFLICT,
                code::FORM_CHANGED,
                "The form has changed; the draft moves to its new version first.",
            ),
            Self::InvalidAnswers(_) => {
                (S::UNPROCESSABLE_ENTITY, code::INVALID_ANSWERS, "The answers have errors.")
            }
            Self::UnconfirmedWarnings(_) => {
                (S::UNPROCESSABLE_ENTITY, code::UNCONFIRMED, "A warning has not been confirmed.")
            }
            Self::BadRequest(what) => (S::BAD_REQUEST, code::BAD_REQUEST, what),
            Self::PreconditionRequired => (
                S::PRECONDITION_REQUIRED,
                code::PRECONDITION_REQUIRED,
                "This call needs If-Match with the draft's entity tag.",
            ),
            Self::MissingKey => {
                (S::BAD_REQUEST, code::MISSING_IDEMPOTENCY_KEY, "This command needs an Idempotency-Key.")
            }
            Self::KeyMismatch => (
                S::UNPROCESSABLE_ENTITY,
                code::IDEMPOTENCY_MISMATCH,
                "This Idempotency-Key came with another payload before.",
            ),
            Self::InProgress => (S::CONFLICT, code::IN_PROGRESS, "The same command is being carried out."),
            Self::CrossSite => (S::FORBIDDEN, code::CROSS_SITE, "This call did not come from the portal."),
            Self::BodyTooLarge => (S::PAYLOAD_TOO_LARGE, code::TOO_LARGE, "The body is too large."),
            Self::FileTooLarge => (S::PAYLOAD_TOO_LARGE, code::FILE_TOO_LARGE, "The file is too large."),
            Self::FileQuota => (S::PAYLOAD_TOO_LARGE, code::FILE_QUOTA, "All files together are too large."),
            Self::UploadOffset(_) => {
                (S::CONFLICT, code::UPLOAD_OFFSET, "The piece does not begin where the file ends.")
            }
            Self::UploadDigest => {
                (S::UNPROCESSABLE_ENTITY, code::UPLOAD_DIGEST, "The piece is not what its digest says.")
            }
            Self::FileEmpty => (S::UNPROCESSABLE_ENTITY, code::FILE_EMPTY, "The file is empty."),
            Self::MethodNotAllowed => {
                (S::METHOD_NOT_ALLOWED, code::METHOD_NOT_ALLOWED, "This address does not take this method.")
            }
            Self::UnsupportedMediaType => {
                (S::UNSUPPORTED_MEDIA_TYPE, code::UNSUPPORTED_MEDIA_TYPE, "Send application/json.")
            }
            Self::Busy => (
                S::TOO_MANY_REQUESTS,
                code::TOO_MANY_REQUESTS,
                "Too many of these calls at once; wait a moment.",
            ),
            Self::Provider(..) => {
                (S::SERVICE_UNAVAILABLE, code::PROVIDER_UNAVAILABLE, "A provider did not answer.")
            }
            Self::Internal(_) => (S::INTERNAL_SERVER_ERROR, code::INTERNAL, "Something broke on our side."),
        }
    }

    /// The problem document; logs internals under the reference that it carries.
    #[must_use]
    pub fn problem(self) -> Problem {
        let (status, code, title) = self.parts();
        let mut problem = Problem {
            kind: format!("/problems/{code}"),
            title: title.to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            ..Problem::default()
        };
        let mut detail = |name: &str, value: Value| problem.details.insert(name.to_owned(), value);
        match self {
            Self::RevisionConflict(current) => {
                detail("current", current.into());
            }
            Self::UploadOffset(offset) => {
                detail("offset", offset.into());
            }
            Self::Unconfirmed { level, max_age } => {
                level.map(|level| detail("level", level.into()));
                max_age.map(|max_age| detail("max_age", max_age.into()));
            }
            Self::DraftExists(existing) | Self::OwnDossier(existing) => {
                detail("existing", existing.into());
            }
            Self::MandateOver(cause) => {
                detail("cause", serde_json::to_value(cause).unwrap_or_default());
            }
            Self::Refused(refused) => {
                detail("refused", serde_json::to_value(refused).unwrap_or_default());
            }
            Self::Provider(provider, what) => {
                detail("provider", provider.into());
                problem.reference = Some(incident(&format!("{provider}: {what}")));
            }
            Self::Internal(what) => problem.reference = Some(incident(&what)),
            Self::InvalidAnswers(errors) | Self::UnconfirmedWarnings(errors) => problem.errors = errors,
            _ => {}
        }
        problem
    }
}

/// Writes one line to the log and gives the reference that finds it again. `what` must hold no citizen's value.
pub fn incident(what: &str) -> String {
    let reference =
        crate::secret::handle().map_or_else(|| "no-reference".to_owned(), |text| text[..8].to_owned());
    eprintln!("incident {reference}: {what}");
    reference
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let own = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        let mut response = (status, own, body).into_response();
        if status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict | StoreError::AnsweredAlready => Self::InProgress,
            StoreError::Duplicate => Self::Internal("a database constraint was broken".to_owned()),
            StoreError::Broken(what) => Self::Internal(format!("store: {what}")),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}
