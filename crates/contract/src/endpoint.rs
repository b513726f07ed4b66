//! What an endpoint is: a method, a path, two types and the headers it insists on.

use eform::json::{FromJson, Read};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// HTTP methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; changes nothing.
    Get,
    /// Creates something or carries out a command.
    Post,
    /// Changes parts of something.
    Patch,
    /// Takes something away.
    Delete,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

/// Names of the headers that the contract uses.
pub struct Headers;

impl Headers {
    /// Any value; its presence proves that a script of an allowed origin made the call.
    pub const CSRF: &'static str = "X-Congdan";
    /// Makes a repeated command answer as the first one did (httpapi working group draft, `Idempotency-Key`).
    pub const IDEMPOTENCY: &'static str = "Idempotency-Key";
    /// The entity tag of the draft that is answered: its revision in quotes (RFC 9110).
    pub const ETAG: &'static str = "ETag";
    /// The entity tag of the draft that the change was made on (RFC 9110).
    pub const IF_MATCH: &'static str = "If-Match";
    /// Where in the file a piece begins, and in answers where the next one does (resumable uploads).
    pub const UPLOAD_OFFSET: &'static str = "Upload-Offset";
    /// How long the whole file is (resumable uploads).
    pub const UPLOAD_LENGTH: &'static str = "Upload-Length";
    /// Whether the whole file is here, `?0` or `?1` (resumable uploads).
    pub const UPLOAD_COMPLETE: &'static str = "Upload-Complete";
    /// The digest of the bytes in this message, `sha-256=:<base64>:` (RFC 9530).
    pub const CONTENT_DIGEST: &'static str = "Content-Digest";
}

/// A body or reply without content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nothing;

impl Serialize for Nothing {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

/// Whatever is said, nothing is read.
impl FromJson for Nothing {
    fn from_json(_: Value) -> Read<Self> {
        Ok(Self)
    }
}
eform::from_json!(@serde Nothing);

/// One call of the contract.
pub trait Endpoint {
    /// Unique name; the operation id of the OpenAPI document.
    const NAME: &'static str;
    /// One English sentence for the OpenAPI document.
    const SUMMARY: &'static str;
    /// What a caller should know besides, for the OpenAPI document.
    const DESCRIPTION: &'static str = "";
    /// How [`PATH`](Self::PATH) is called.
    const METHOD: Method;
    /// Path with `{parameters}`, in axum's and OpenAPI's notation.
    const PATH: &'static str;
    /// Names of the query parameters, all optional text.
    const QUERY: &'static [&'static str] = &[];
    /// Whether a signed-in citizen is needed.
    const SIGNED_IN: bool = true;
    /// Whether [`Headers::IDEMPOTENCY`] is needed.
    const IDEMPOTENT: bool = false;
    /// Whether [`Headers::IF_MATCH`] is needed.
    const IF_MATCH: bool = false;
    /// Whether the answer carries [`Headers::ETAG`]: a list always, a dossier as long as there is a draft.
    const TAGGED: bool = false;
    /// JSON body, or [`Nothing`].
    type Body: Serialize + DeserializeOwned;
    /// JSON reply of the 2xx answer, or [`Nothing`] (204).
    type Reply: Serialize + DeserializeOwned;
}

/// Declares an endpoint in one line each.
macro_rules! endpoint {
    ($(#[$meta:meta])* $name:ident = $method:ident $path:literal, $summary:literal, $body:ty => $reply:ty $(, $key:ident = $value:expr)*) => {
        $(#[$meta])*
        #[doc = $summary]
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl $crate::Endpoint for $name {
            const NAME: &'static str = stringify!($name);
            const SUMMARY: &'static str = $summary;
            const METHOD: $crate::Method = $crate::Method::$method;
            const PATH: &'static str = $path;
            type Body = $body;
            type Reply = $reply;
            $(const $key: _Endpoint!($key) = $value;)*
        }
    };
}

/// The type of each optional constant of [`Endpoint`].
macro_rules! _Endpoint {
    (QUERY) => { &'static [&'static str] };
    (DESCRIPTION) => { &'static str };
    ($other:ident) => { bool };
}

pub(crate) use {_Endpoint, endpoint};

/// Puts `values` into the `{parameters}` of `pattern`, in order. Values are path segments of our own making
/// (handles, codes); characters outside `[A-Za-z0-9._~-]` are percent-encoded.
#[must_use]
pub fn fill_path(pattern: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let mut path = String::with_capacity(pattern.len() + 40);
    for segment in pattern.split_inclusive('/') {
        let (name, slash) = segment.strip_suffix('/').map_or((segment, ""), |name| (name, "/"));
        if name.starts_with('{') {
            for byte in values.next().copied().unwrap_or_default().bytes() {
                if byte.is_ascii_alphanumeric() || b"._~-".contains(&byte) {
                    path.push(char::from(byte));
                } else {
                    path.push('%');
                    path.push(char::from(b"0123456789ABCDEF"[usize::from(byte >> 4)]));
                    path.push(char::from(b"0123456789ABCDEF"[usize::from(byte & 15)]));
                }
            }
        } else {
            path.push_str(name);
        }
        path.push_str(slash);
    }
    path
}

/// The key of a command: the same dossier, snapshot, command and attempt always make the same key, so a reload or
/// a second tab repeats the command instead of doubling it. `attempt` is the number that the backend's state shows
/// as the last one used, so a deliberate retry makes a new key.
#[must_use]
pub fn idempotency_key(dossier: &str, snapshot: u32, command: &str, attempt: u64) -> String {
    let mut key = String::with_capacity(dossier.len() + command.len() + 24);
    for part in [dossier, &snapshot.to_string(), command, &attempt.to_string()] {
        if !key.is_empty() {
            key.push('.');
        }
        key.push_str(part);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::{fill_path, idempotency_key};

    #[test]
    fn parameters_are_filled_in_order_and_escaped() {
        assert_eq!(
            fill_path("/api/dossiers/{id}/files/{file}", &["a-1", "b/ễ"]),
            "/api/dossiers/a-1/files/b%2F%E1%BB%85"
        );
    }

    #[test]
    fn a_retry_makes_a_new_key_and_a_reload_does_not() {
        assert_eq!(idempotency_key("d", 1, "pay", 0), idempotency_key("d", 1, "pay", 0));
        assert_ne!(idempotency_key("d", 1, "pay", 0), idempotency_key("d", 1, "pay", 1));
    }
}
