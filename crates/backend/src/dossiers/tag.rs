//! The entity tag of a draft (RFC 9110): its revision in quotes, in `ETag` wherever a draft is answered and in `If-Match`
//! where it is changed. Only strong tags: a save is made on exactly what was seen, or not at all.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contract::Headers;
use serde::Deserialize;

use crate::error::{Answer, Error};

/// The answer with the tag of the draft that it shows.
#[must_use]
pub fn tagged(answer: impl IntoResponse, revision: Option<u64>) -> Response {
    let mut response = answer.into_response();
    let tag = revision.and_then(|revision| HeaderValue::from_str(&format!("\"{revision}\"")).ok());
    if let Some(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// The revision in the body of an answer, when it shows a draft.
#[must_use]
pub fn in_body(body: &str) -> Option<u64> {
    #[derive(Deserialize)]
    struct Dossier {
        draft: Option<Draft>,
    }
    #[derive(Deserialize)]
    struct Draft {
        revision: u64,
    }
    serde_json::from_str::<Dossier>(body).ok()?.draft.map(|draft| draft.revision)
}

/// What a caller has seen.
#[derive(Debug, PartialEq, Eq)]
pub struct Seen(Vec<String>);

impl Seen {
    /// Reads `If-Match`. `*` says nothing about what was seen, and counts as missing.
    ///
    /// # Errors
    /// `precondition_required` without the header, `bad_request` when it holds no tags.
    pub fn read(headers: &HeaderMap) -> Answer<Self> {
        let malformed = Error::BadRequest("If-Match takes the draft's entity tag, in quotes.");
        let mut tags = Vec::new();
        for value in headers.get_all(Headers::IF_MATCH) {
            let Ok(text) = value.to_str() else { return Err(malformed) };
            for tag in text.split(',').map(str::trim).filter(|tag| !tag.is_empty() && *tag != "*") {
                let opaque = tag.strip_prefix("W/").unwrap_or(tag);
                if opaque.len() < 2 || !opaque.starts_with('"') || !opaque.ends_with('"') {
                    return Err(malformed);
                }
                tags.push(tag.to_owned());
            }
        }
        if tags.is_empty() { Err(Error::PreconditionRequired) } else { Ok(Self(tags)) }
    }

    /// Whether the draft as it is now is what was seen; a weak tag never is.
    #[must_use]
    pub fn is(&self, revision: u64) -> bool {
        let current = format!("\"{revision}\"");
        self.0.contains(&current)
    }
}

#[cfg(test)]
mod tests {
    use super::{Seen, in_body};
    use crate::error::Error;
    use axum::http::HeaderMap;

    fn read(values: &[&'static str]) -> Result<Seen, Error> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("if-match", value.parse().unwrap());
        }
        Seen::read(&headers)
    }

    #[test]
    fn only_a_strong_tag_of_the_current_revision_matches() {
        assert!(read(&["\"7\""]).unwrap().is(7));
        assert!(read(&["\"6\", \"7\""]).unwrap().is(7));
        assert!(read(&["\"6\"", "\"7\""]).unwrap().is(7));
        for other in ["\"8\"", "W/\"7\"", "\"07\"", "\"abc\"", "\"\""] {
            assert!(!read(&[other]).unwrap().is(7), "{other}");
        }
    }

    #[test]
    fn a_header_without_a_tag_is_missing_and_one_without_quotes_is_malformed() {
        for missing in [&[] as &[&str], &["*"], &[""], &[" , "]] {
            assert!(matches!(read(missing), Err(Error::PreconditionRequired)), "{missing:?}");
        }
        for malformed in ["7", "\"7", "W/7", "\""] {
            assert!(matches!(read(&[malformed]), Err(Error::BadRequest(_))), "{malformed}");
        }
    }

    #[test]
    fn answers_without_a_draft_have_no_tag() {
        assert_eq!(in_body(r#"{"id":"x","draft":{"revision":3,"answers":{}}}"#), Some(3));
        assert_eq!(in_body(r#"{"id":"x","draft":null}"#), None);
        assert_eq!(in_body(r#"{"redirect_url":"x"}"#), None);
    }
}
