//! WebP, chunk by chunk: the copy that keeps only what drawing needs. No pixel is looked at; moving pictures are no papers.

/// `VP8X` says which chunks follow: these bits promise Exif and XMP.
const TELLS: u8 = 0x0c;
/// And this one a moving picture.
const MOVES: u8 = 0x02;

/// Exif, XMP, unknown chunks and what stands behind the end are left out.
pub(crate) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let mut rest = bytes.get(..size.checked_add(8)?)?.strip_prefix(&bytes[..8])?.strip_prefix(b"WEBP")?;
    let mut chunks = Vec::new();
    let mut has_pixels = false;
    while !rest.is_empty() {
        let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
        let padded = length.checked_add(length % 2)?.checked_add(8)?;
        let whole = rest.get(..padded)?;
        match &whole[..4] {
            b"VP8X" => {
                let flags = *whole.get(8)?;
                if flags & MOVES != 0 {
                    return None;
                }
                chunks.extend(&whole[..8]);
                chunks.push(flags & !TELLS);
                chunks.extend(&whole[9..]);
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" => {
                has_pixels |= whole[..3] == *b"VP8";
                chunks.extend(whole);
            }
            b"ANIM" | b"ANMF" => return None,
            _ => {}
        }
        rest = &rest[padded..];
    }
    let length = u32::try_from(chunks.len() + 4).ok()?.to_le_bytes();
    has_pixels.then(|| [b"RIFF", &length[..], b"WEBP", &chunks].concat())
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut body = b"WEBP".to_vec();
        for (name, bytes) in chunks {
            body.extend(*name);
            body.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
            body.extend(*bytes);
            body.extend(std::iter::repeat_n(0, bytes.len() % 2));
        }
        [b"RIFF", &u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body].concat()
    }

    #[test]
    fn exif_xmp_and_tails_are_left_out_and_no_longer_promised() {
        let told = riff(&[
            (b"VP8X", &[0x2c, 0, 0, 0, 1, 0, 0, 1, 0, 0]),
            (b"ICCP", b"rgb"),
            (b"VP8 ", b"pixels"),
            (b"EXIF", b"GPS"),
            (b"XMP ", b"<x:xmpmeta/>"),
        ]);
        let plain =
            riff(&[(b"VP8X", &[0x20, 0, 0, 0, 1, 0, 0, 1, 0, 0]), (b"ICCP", b"rgb"), (b"VP8 ", b"pixels")]);
        assert_eq!(cleaned(&[&told[..], b"tail"].concat()), Some(plain.clone()));
        assert_eq!(cleaned(&plain), Some(plain.clone()));
        for length in 0..plain.len() {
            assert_eq!(cleaned(&plain[..length]), None, "{length}");
        }
    }

    #[test]
    fn a_moving_picture_is_no_paper() {
        assert_eq!(cleaned(&riff(&[(b"VP8X", &[2, 0, 0, 0, 1, 0, 0, 1, 0, 0]), (b"VP8 ", b"pixels")])), None);
    }
}
