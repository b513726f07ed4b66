//! What a file is, decided by its first bytes, never by its name; and the name as we keep it.

use crate::error::{Answer, Error};

/// No file may be larger, whatever a procedure says.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// Longest name kept, in characters.
const NAME_CHARACTERS: usize = 255;

/// The kinds that are accepted anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Jpg,
    Png,
}

impl Kind {
    /// The kind that the bytes show.
    ///
    /// # Errors
    /// `file_empty`, `file_type`.
    pub fn of(bytes: &[u8]) -> Answer<Self> {
        match bytes {
            [] => Err(Error::FileEmpty),
            [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Self::Pdf),
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Ok(Self::Png),
            _ => Err(Error::FileType),
        }
    }

    /// The name in the contract, and the end of the file's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpg => "jpg",
            Self::Png => "png",
        }
    }
}

/// The citizen's own name of the file: NFC, the last part of a path, without control characters, not longer than 255.
#[must_use]
pub fn name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = eform::text::nfc(last)
        .chars()
        .filter(|c| {
            !c.is_control()
                && !matches!(*c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .take(NAME_CHARACTERS)
        .collect();
    let clean = clean.trim();
    if clean.is_empty() { "tep".to_owned() } else { clean.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Kind, name};
    use crate::error::Error;

    #[test]
    fn a_program_that_is_called_pdf_is_no_pdf() {
        assert!(matches!(Kind::of(b"MZ\x90\x00"), Err(Error::FileType)));
        assert!(matches!(Kind::of(b"<svg onload=alert(1)>"), Err(Error::FileType)));
        assert!(matches!(Kind::of(b""), Err(Error::FileEmpty)));
        assert_eq!(Kind::of(b"%PDF-1.4 ...").unwrap(), Kind::Pdf);
    }

    #[test]
    fn a_name_keeps_its_letters_and_loses_its_path_and_tricks() {
        assert_eq!(name("../../Gia\u{302}\u{301}y chu\u{31b}\u{301}ng sinh.pdf"), "Giấy chứng sinh.pdf");
        assert_eq!(name("C:\\ảnh\u{202e}gnp.jpg\r\n"), "ảnhgnp.jpg");
        assert_eq!(name("100% \"thật\".png"), "100% \"thật\".png");
        assert_eq!(name("ễ".repeat(400).as_str()).chars().count(), 255);
        assert_eq!(name("  "), "tep");
    }
}
