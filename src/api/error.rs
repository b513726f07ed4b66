//! What can go wrong with a call, sorted by what the citizen can do about it. Never a citizen's value.

use contract::{FieldError, Problem, RightOver, code};
use eform::json::FromJson;

/// An error that a page can act on.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// No answer: no network, or it took too long. Trying again later is right.
    Offline,
    /// Nobody is signed in any more.
    SignInNeeded,
    /// The citizen confirms who they are before this is done.
    Unconfirmed {
        /// The least level of the identity account.
        level: Option<String>,
        /// How many seconds ago they may have done so.
        max_age: Option<u64>,
    },
    /// The citizen may not act any more for whom the dossier is for; why, when the backend says so in words known here.
    RightOver(Option<RightOver>),
    /// It does not exist, or belongs to someone else.
    NotFound,
    /// The state has moved on (`revision_conflict`, `draft_exists`, `refused`).
    Conflict {
        /// Which conflict.
        code: String,
        /// The draft's current revision.
        current: Option<u64>,
        /// Handle of the open draft of the same service.
        existing: Option<String>,
        /// Why a command was refused.
        refused: Option<String>,
    },
    /// The request was understood and is not acceptable; repeating it changes nothing.
    Rejected {
        /// Which rule.
        code: String,
        /// What is wrong with which answer.
        errors: Vec<FieldError>,
    },
    /// The same command is running, or too many came; waiting a little is right.
    Busy,
    /// The backend or a provider behind it failed.
    Unavailable {
        /// Finds the incident in the backend's log.
        reference: Option<String>,
        /// The provider that did not answer (`identity`, `register`, `signing`, `payment`, `desk`).
        provider: Option<String>,
    },
}

impl ApiError {
    pub(super) fn garbled() -> ApiError {
        ApiError::Unavailable { reference: None, provider: None }
    }

    /// Sorts an answer that is not a success. A body that is no problem document still has its status.
    pub(super) fn from_answer(status: u16, body: &str) -> ApiError {
        let problem: Problem = serde_json::from_str(body).unwrap_or_default();
        let text = |name: &str| problem.details.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        match status {
            401 => ApiError::SignInNeeded,
            403 if problem.code == code::INSUFFICIENT_USER_AUTHENTICATION => ApiError::Unconfirmed {
                level: text("level"),
                max_age: problem.details.get("max_age").and_then(serde_json::Value::as_u64),
            },
            403 if problem.code == code::MANDATE_OVER => {
                let cause = problem.details.get("cause").cloned();
                ApiError::RightOver(cause.and_then(|cause| RightOver::from_json(cause).ok()))
            }
            404 => ApiError::NotFound,
            425 | 429 => ApiError::Busy,
            409 if problem.code == code::IN_PROGRESS => ApiError::Busy,
            409 | 412 => ApiError::Conflict {
                current: problem.details.get("current").and_then(serde_json::Value::as_u64),
                existing: text("existing"),
                refused: text("refused"),
                code: problem.code,
            },
            400..=499 => ApiError::Rejected { code: problem.code, errors: problem.errors },
            _ => ApiError::Unavailable { provider: text("provider"), reference: problem.reference },
        }
    }

    /// Whether the same call may succeed in a moment.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, ApiError::Offline | ApiError::Busy | ApiError::Unavailable { .. })
    }

    /// The last part of the keys of its texts: `api.<name>.title`, `api.<name>.body`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            ApiError::Offline => "offline",
            ApiError::SignInNeeded => "sign_in_needed",
            ApiError::Unconfirmed { .. } => "unconfirmed",
            ApiError::NotFound => "not_found",
            ApiError::Conflict { .. } => "conflict",
            ApiError::RightOver(_) => "right_over",
            ApiError::Rejected { .. } => "rejected",
            ApiError::Busy => "busy",
            ApiError::Unavailable { .. } => "unavailable",
        }
    }

    /// What to quote when asking for help.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        match self {
            ApiError::Unavailable { reference, .. } => reference.as_deref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{ApiError, RightOver};

    #[test]
    fn why_a_right_is_over_is_read_and_a_reason_of_later_days_is_none() {
        let body = |cause: &str| {
            ["{\"type\":\"/problems/mandate_over\",\"title\":\"\",\"status\":403,\"code\":\"mandate_over\"", cause, "}"]
                .concat()
        };
        let read = |cause| ApiError::from_answer(403, &body(cause));
        assert_eq!(
            read(r#","cause":"mandate_revoked""#),
            ApiError::RightOver(Some(RightOver::MandateRevoked))
        );
        for unknown in [r#","cause":"something_else""#, ""] {
            assert_eq!(read(unknown), ApiError::RightOver(None), "{unknown}");
        }
    }

    #[test]
    fn a_stale_save_learns_the_current_revision() {
        let body = r#"{"type":"/problems/revision_conflict","title":"","status":412,"code":"revision_conflict","current":7}"#;
        let ApiError::Conflict { current, .. } = ApiError::from_answer(412, body) else {
            panic!("not a conflict")
        };
        assert_eq!(current, Some(7));
    }

    #[test]
    fn who_must_confirm_who_they_are_learns_how() {
        let body = r#"{"type":"/problems/x","title":"","status":403,"code":"insufficient_user_authentication","level":"LoA2","max_age":600}"#;
        let expected = ApiError::Unconfirmed { level: Some("LoA2".into()), max_age: Some(600) };
        assert_eq!(ApiError::from_answer(403, body), expected);
    }

    #[test]
    fn an_error_page_of_a_proxy_is_an_outage_and_not_a_crash() {
        let error = ApiError::from_answer(502, "<html>Bad gateway</html>");
        assert_eq!(error, ApiError::Unavailable { reference: None, provider: None });
        assert!(error.is_passing());
    }

    #[test]
    fn the_same_command_still_running_means_wait() {
        let body = r#"{"type":"/problems/in_progress","title":"","status":409,"code":"in_progress"}"#;
        assert_eq!(ApiError::from_answer(409, body), ApiError::Busy);
    }
}
