//! PNG, chunk by chunk: the copy that keeps only what drawing needs. No pixel is looked at.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Texts, times, Exif and everything that a reader may skip without drawing anything else are left out, and so is what
/// stands behind the end.
pub(crate) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut made = SIGNATURE.to_vec();
    let mut has_pixels = false;
    for number in 0_usize.. {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let name = rest.get(4..8)?;
        let whole = rest.get(..usize::try_from(length).ok()?.checked_add(12)?)?;
        if (number == 0) != (name == b"IHDR") {
            return None;
        }
        if is_needed(name) {
            made.extend(whole);
        }
        has_pixels |= name == b"IDAT";
        if name == b"IEND" {
            return has_pixels.then_some(made);
        }
        rest = &rest[whole.len()..];
    }
    None
}

fn is_needed(name: &[u8]) -> bool {
    matches!(
        name,
        b"IHDR"
            | b"PLTE"
            | b"IDAT"
            | b"IEND"
            | b"tRNS"
            | b"gAMA"
            | b"cHRM"
            | b"sRGB"
            | b"iCCP"
            | b"sBIT"
            | b"pHYs"
            | b"bKGD"
    )
}

#[cfg(test)]
mod tests {
    use super::{SIGNATURE, cleaned};

    fn chunk(name: &[u8], body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        [&length[..], name, body, b"crc."].concat()
    }

    #[test]
    fn texts_times_and_tails_are_left_out() {
        let (head, pixels, end) = (chunk(b"IHDR", &[0; 13]), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b""));
        let (text, exif) = (chunk(b"tEXt", b"Author\0Hang"), chunk(b"eXIf", b"MM\0*"));
        let plain = [SIGNATURE, &head, &pixels, &end].concat();
        let told = [SIGNATURE, &head, &text, &pixels, &exif, &end, b"<script>"].concat();
        assert_eq!(cleaned(&told), Some(plain.clone()));
        assert_eq!(cleaned(&plain), Some(plain.clone()));
        for length in 0..plain.len() {
            assert_eq!(cleaned(&plain[..length]), None, "{length}");
        }
        assert_eq!(cleaned(&[SIGNATURE, &head, &end].concat()), None, "no pixels, no picture");
    }
}
