//! Whether a whole file is taken: what it is by its bytes, that its name does not lie, that nothing in it runs or hides.
//! Viruses are the scanner's business.

use attachment::Kind;
use eform::kinds::file::File as Slot;

use super::pdf;

/// No file may be larger, whatever a procedure says.
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// The kind of the bytes, and the bytes as they are stored: pictures without what they tell about who took them.
///
/// # Errors
/// The reason, a word of [`contract::UploadView::reason`].
pub fn judge(slot: &Slot, name: &str, bytes: &[u8]) -> Result<(Kind, Vec<u8>), &'static str> {
    let kind = Kind::of(bytes).ok_or("type")?;
    if Kind::promised(name).is_some_and(|promised| promised != kind) {
        return Err("mismatch");
    }
    if !slot.accept.iter().any(|accepted| eform::kinds::file::short_type(accepted) == kind.as_str()) {
        return Err("type");
    }
    if kind == Kind::Pdf {
        pdf::inspect(bytes)?;
    }
    let clean = attachment::cleaned(kind, bytes).ok_or("damaged")?;
    let is_small = i64::try_from(clean.len()).is_ok_and(|size| size <= slot.max_bytes);
    if is_small { Ok((kind, clean)) } else { Err("too_large") }
}

#[cfg(test)]
mod tests {
    use eform::kinds::file::File as Slot;

    use super::judge;

    fn slot() -> Slot {
        let accept = ["pdf", "jpg"].map(str::to_owned).to_vec();
        Slot {
            component: String::new(),
            accept,
            max_files: 1,
            max_bytes: 1000,
            alternative: None,
            covered_by: Vec::new(),
            holder: None,
        }
    }

    #[test]
    fn a_program_that_is_called_pdf_is_no_pdf() {
        assert_eq!(judge(&slot(), "a.pdf", b"MZ\x90\x00"), Err("type"));
        assert_eq!(judge(&slot(), "a.pdf", b"<svg onload=alert(1)>"), Err("type"));
        assert_eq!(judge(&slot(), "a.pdf", b"\xff\xd8\xff\xe0 a photo"), Err("mismatch"));
        assert_eq!(judge(&slot(), "a.png", b"\x89PNG\r\n\x1a\n"), Err("type"), "not for this answer");
        assert_eq!(judge(&slot(), "a.jpg", b"\xff\xd8\xff\xe0 half a photo"), Err("damaged"));
    }
}
