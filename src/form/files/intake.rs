//! A picked file on this device: what it is by its bytes, and a copy that tells nothing about who took the picture.

use attachment::Kind;

use super::Fault;
use crate::browser::files::{self, Blob, File};

/// So much shows what a file is.
const HEAD: u64 = 64;

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Kinds by their short names.
    pub accept: Vec<String>,
    /// Most bytes of one file.
    pub max_bytes: u64,
}

impl Limits {
    /// Whether a kind is taken as it is.
    #[must_use]
    pub fn takes(&self, kind: Kind) -> bool {
        self.accept.iter().any(|accepted| accepted == kind.as_str())
    }

    /// Whether photos become a PDF; otherwise they stay pictures.
    #[must_use]
    pub fn makes_pdf(&self) -> bool {
        self.takes(Kind::Pdf)
    }

    /// Whether a picture is prepared on this device before it is sent: it becomes a PDF or a JPEG.
    #[must_use]
    pub fn prepares(&self, kind: Kind) -> bool {
        kind != Kind::Pdf && (self.makes_pdf() || self.takes(Kind::Jpg))
    }
}

/// The bytes to send and the name they go under, whose end says what they are.
///
/// # Errors
/// `empty`, `heic`, `type`, `mismatch`, `damaged`, `too_large`, `unreadable`.
pub async fn ready(file: &File, limits: &Limits) -> Result<(Blob, String), Fault> {
    let kind = kind(file).await?;
    if !limits.takes(kind) {
        return Err("type");
    }
    let name = named(&file.name(), kind);
    if kind == Kind::Pdf {
        let blob: &Blob = file;
        return if files::size(blob) <= limits.max_bytes {
            Ok((blob.clone(), name))
        } else {
            Err("too_large")
        };
    }
    let clean = attachment::cleaned(kind, &files::bytes(file).await.ok_or("unreadable")?).ok_or("damaged")?;
    if clean.len() as u64 > limits.max_bytes {
        return Err("too_large");
    }
    files::blob(&clean, "application/octet-stream").map(|blob| (blob, name)).ok_or("unreadable")
}

/// What a picked file is.
///
/// # Errors
/// `empty`, `heic`, `type`, `mismatch`, `unreadable`.
pub async fn kind(file: &File) -> Result<Kind, Fault> {
    let head = files::part(file, 0, HEAD).ok_or("unreadable")?;
    let head = files::bytes(&head).await.ok_or("unreadable")?;
    match Kind::of(&head) {
        _ if head.is_empty() => Err("empty"),
        Some(kind) => Ok(kind),
        None if Kind::is_heic(&head) => Err("heic"),
        None => Err(unknown(&file.name())),
    }
}

/// Why bytes are not taken that are none of the known kinds: whoever named them as one was told that it is, and reads that it is not.
fn unknown(name: &str) -> Fault {
    if Kind::promised(name).is_some() { "mismatch" } else { "type" }
}

/// Chat programs like to call every picture `.jpg`: the end of the name follows the bytes.
fn named(name: &str, kind: Kind) -> String {
    match (Kind::promised(name), name.rsplit_once('.')) {
        (Some(promised), Some((stem, _))) if promised != kind => [stem, ".", kind.as_str()].concat(),
        (None, _) => [name, ".", kind.as_str()].concat(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::unknown;

    #[test]
    fn what_is_named_as_a_known_kind_and_is_none_is_said_to_be_something_else() {
        assert_eq!(
            ["t.pdf", "Ảnh.JPG", "bài.docx", "t"].map(unknown),
            ["mismatch", "mismatch", "type", "type"]
        );
    }
}
