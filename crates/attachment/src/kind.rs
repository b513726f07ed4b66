//! What a file is, decided by its first bytes; and what its name says it is.

/// The kinds that are accepted anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Portable Document Format, ISO 32000.
    Pdf,
    /// JPEG, ISO/IEC 10918-1.
    Jpg,
    /// Portable Network Graphics.
    Png,
    /// WebP, RFC 9649.
    Webp,
}

impl Kind {
    /// The kind that the bytes show.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    /// The kind that the end of a file's name promises.
    #[must_use]
    pub fn promised(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "pdf" => Some(Self::Pdf),
            "jpg" | "jpeg" | "jpe" | "jfif" => Some(Self::Jpg),
            "png" => Some(Self::Png),
            "webp" => Some(Self::Webp),
            _ => None,
        }
    }

    /// Whether the bytes are a photo as iPhones keep it (HEIC, or its sibling AVIF: ISO/IEC 23008-12), which nobody else
    /// can open.
    #[must_use]
    pub fn is_heic(bytes: &[u8]) -> bool {
        let Some(brand) = bytes.get(8..12).filter(|_| bytes.get(4..8) == Some(b"ftyp")) else {
            return false;
        };
        [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"]
            .iter()
            .any(|known| *known == brand)
    }

    /// The name in the contract, and the end of the file's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn bytes_decide_and_a_name_only_promises() {
        assert_eq!(Kind::of(b"%PDF-1.7"), Some(Kind::Pdf));
        assert_eq!(Kind::of(b"RIFF\x00\x00\x00\x00WEBPVP8 "), Some(Kind::Webp));
        assert_eq!(Kind::of(b"RIFF\x00\x00\x00\x00WAVE"), None);
        assert_eq!(Kind::of(b"MZ\x90\x00"), None);
        assert_eq!(Kind::of(b"<svg onload=alert(1)>"), None);
        assert_eq!(Kind::promised("Giấy 100%.JPEG"), Some(Kind::Jpg));
        assert_eq!(Kind::promised("không đuôi"), None);
    }

    #[test]
    fn a_photo_of_an_iphone_is_known_by_its_brand() {
        assert!(Kind::is_heic(b"\x00\x00\x00\x18ftypheic\x00\x00"));
        assert!(!Kind::is_heic(b"\x00\x00\x00\x18ftypmp42\x00\x00"));
        assert!(!Kind::is_heic(b"\x00"));
    }
}
