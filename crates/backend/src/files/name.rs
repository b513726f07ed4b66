//! The citizen's own name of a file, as we keep it. Names on the disk are digests.

/// Longest name kept, in characters.
const NAME_CHARACTERS: usize = 255;

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
    use super::name;

    #[test]
    fn a_name_keeps_its_letters_and_loses_its_path_and_tricks() {
        assert_eq!(name("../../Gia\u{302}\u{301}y chu\u{31b}\u{301}ng sinh.pdf"), "Giấy chứng sinh.pdf");
        assert_eq!(name("C:\\ảnh\u{202e}gnp.jpg\r\n"), "ảnhgnp.jpg");
        assert_eq!(name("100% \"thật\".png"), "100% \"thật\".png");
        assert_eq!(name("ễ".repeat(400).as_str()).chars().count(), 255);
        assert_eq!(name("  "), "tep");
    }
}
