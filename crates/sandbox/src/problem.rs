//! Refusals in the two forms the protocols use: RFC 9457 problems for the sandbox's own small protocols, and the
//! `error`/`error_description` objects of OAuth that the identity and signing protocols share. No citizen value is in either.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// An RFC 9457 answer.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
}

/// A problem with its status, its stable code and a sentence for developers.
pub fn problem(status: u16, code: &'static str, title: &'static str) -> Problem {
    Problem { status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), code, title }
}

impl Problem {
    /// The records could not be written; nothing has changed.
    pub fn storage() -> Self {
        problem(500, "storage", "The sandbox could not write its records; nothing has changed.")
    }

    /// The counterparty is out of order, as it was asked to be.
    pub fn unavailable() -> Self {
        problem(503, "unavailable", "This counterparty is out of order at the moment.")
    }

    /// The caller's credentials are missing or wrong.
    pub fn unauthorized() -> Self {
        problem(401, "unauthorized", "The bearer token is missing or wrong.")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "type": format!("/problems/{}", self.code),
            "title": self.title,
            "status": self.status.as_u16(),
            "code": self.code,
        });
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self.status {
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
            }
            _ => (),
        }
        response
    }
}

/// An OAuth error object.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    error: &'static str,
    description: &'static str,
}

/// An OAuth refusal with status 400.
pub fn refuse(error: &'static str, description: &'static str) -> Refusal {
    Refusal { status: StatusCode::BAD_REQUEST, error, description }
}

impl Refusal {
    /// Client authentication failed.
    pub fn client() -> Self {
        Refusal {
            status: StatusCode::UNAUTHORIZED,
            error: "invalid_client",
            description: "Client authentication failed.",
        }
    }

    /// The access token is missing, unknown or expired.
    pub fn token() -> Self {
        Refusal {
            status: StatusCode::UNAUTHORIZED,
            error: "invalid_token",
            description: "The access token is missing, unknown or expired.",
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let error = if problem.status == StatusCode::SERVICE_UNAVAILABLE {
            "temporarily_unavailable"
        } else {
            "server_error"
        };
        Refusal { status: problem.status, error, description: problem.title }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "error_description": self.description });
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self.error {
            "invalid_client" => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"sandbox\""));
            }
            "invalid_token" => {
                let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
                headers.insert(header::WWW_AUTHENTICATE, challenge);
            }
            _ => (),
        }
        response
    }
}
