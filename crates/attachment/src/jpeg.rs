//! JPEG, segment by segment: size, orientation, and the copy that keeps only what a picture needs. No pixel is looked at.

/// What a JPEG says about itself before its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Columns of pixels as they are stored.
    pub width: u32,
    /// Rows of pixels as they are stored.
    pub height: u32,
    /// Colours per pixel: 1 grey, 3 colour, 4 print.
    pub components: u8,
    /// How to hold it upright, 1 to 8 (Exif tag 0x0112); 1 when it does not say.
    pub orientation: u8,
}

/// Reads the header; the beginning of a file is enough when it reaches behind the metadata.
#[must_use]
pub fn header(bytes: &[u8]) -> Option<Header> {
    let mut orientation = 1;
    for segment in segments(bytes)? {
        let segment = segment?;
        if let Some(turned) = (segment.marker == APP1).then(|| orientation_in(segment.body)).flatten() {
            orientation = turned;
        }
        if let (true, [_, h1, h0, w1, w0, components, ..]) = (is_frame(segment.marker), segment.body) {
            let [width, height] = [[*w1, *w0], [*h1, *h0]].map(|pair| u32::from(u16::from_be_bytes(pair)));
            return Some(Header { width, height, components: *components, orientation });
        }
    }
    None
}

const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const SOS: u8 = 0xda;
const EOI: u8 = 0xd9;

/// One marker with what belongs to it.
struct Segment<'a> {
    marker: u8,
    /// Behind the length.
    body: &'a [u8],
    /// Everything from the marker on, with the pixels that follow a start of scan.
    whole: &'a [u8],
}

/// Walks from marker to marker until the end of the image; `None` in the list where the walk cannot go on.
fn segments(bytes: &[u8]) -> Option<impl Iterator<Item = Option<Segment<'_>>>> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut is_over = false;
    Some(std::iter::from_fn(move || {
        if is_over {
            return None;
        }
        let next = next(rest);
        match &next {
            Some((segment, behind)) => {
                rest = behind;
                is_over = segment.marker == EOI;
            }
            None => is_over = true,
        }
        Some(next.map(|(segment, _)| segment))
    }))
}

fn next(rest: &[u8]) -> Option<(Segment<'_>, &[u8])> {
    let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
    if fill == 0 {
        return None;
    }
    let rest = rest.get(fill - 1..)?;
    let marker = *rest.get(1)?;
    // Markers without a length: the end, restarts, and one that is for nobody.
    if marker == EOI || marker == 1 || (0xd0..=0xd7).contains(&marker) {
        let (whole, behind) = rest.split_at(2);
        return Some((Segment { marker, body: &[], whole }, behind));
    }
    let length = usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]));
    let body = rest.get(4..2 + length)?;
    let end = 2 + length + if marker == SOS { pixels(&rest[2 + length..])? } else { 0 };
    let (whole, behind) = rest.split_at(end);
    Some((Segment { marker, body, whole }, behind))
}

/// How many bytes of pixels come before the next marker; a marker among them is a restart or a stuffed zero.
fn pixels(rest: &[u8]) -> Option<usize> {
    rest.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff))
}

const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// Keeps what decoding needs, the colour profile and the orientation.
pub(crate) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let Header { orientation, width, height, .. } = header(bytes)?;
    let mut made = vec![0xff, 0xd8];
    let mut is_turned = orientation == 1;
    let (mut has_pixels, mut has_end) = (false, false);
    for segment in segments(bytes)? {
        let segment = segment?;
        let is_needed = match segment.marker {
            // Without the small preview that it may carry.
            APP0 => {
                segment.body.starts_with(b"JFIF\0")
                    && segment.body.len() == 14
                    && segment.body[12..] == [0, 0]
            }
            APP2 => segment.body.starts_with(b"ICC_PROFILE\0"),
            APP14 => segment.body.starts_with(b"Adobe"),
            0xe0..=0xef | 0xfe | 0xf0..=0xfd | 1 => false,
            _ => true,
        };
        if !is_turned && segment.marker != APP0 {
            made.extend(turn(orientation));
            is_turned = true;
        }
        if is_needed {
            made.extend(segment.whole);
        }
        has_pixels |= segment.marker == SOS;
        has_end |= segment.marker == EOI;
    }
    (has_pixels && has_end && width > 0 && height > 0).then_some(made)
}

/// An Exif segment with nothing but the orientation.
fn turn(orientation: u8) -> [u8; 36] {
    let mut segment = *b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    segment[29] = orientation;
    segment
}

/// The orientation in an Exif segment.
fn orientation_in(body: &[u8]) -> Option<u8> {
    let tiff = body.strip_prefix(b"Exif\0\0")?;
    let is_little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let long = |at: usize| {
        let four = <[u8; 4]>::try_from(tiff.get(at..at.checked_add(4)?)?).ok()?;
        usize::try_from(if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    };
    let directory = long(4)?;
    let entries = usize::from(short(directory)?);
    (0..entries).find_map(|entry| {
        let at = directory.checked_add(2 + 12 * entry)?;
        let value = (short(at)? == 0x0112).then(|| short(at + 8)).flatten()?;
        u8::try_from(value).ok().filter(|value| (1..=8).contains(value))
    })
}

#[cfg(test)]
mod tests {
    use super::{Header, cleaned, header, turn};

    /// A JPEG as a phone makes it: JFIF, Exif with orientation and a place, a comment, a picture, and a film behind its end.
    fn photo(orientation: u8) -> Vec<u8> {
        let mut made = vec![0xff, 0xd8];
        made.extend(b"\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
        let mut exif =
            b"Exif\0\0II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x04\0\0\0Nok\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        exif.extend(b"GPS 21.0285N 105.8542E");
        made.extend([0xff, 0xe1]);
        made.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        made.extend(exif);
        made.extend(b"\xff\xfe\0\x09comment");
        made.extend(b"\xff\xc0\0\x11\x08\0\x20\0\x30\x03\x01\x11\0\x02\x11\0\x03\x11\0");
        made.extend(b"\xff\xda\0\x08\x01\x01\0\0\x3f\0pixels\xff\0more\xff\xd0end\xff\xd9");
        made.extend(b"PK\x03\x04 a film or a program");
        made
    }

    #[test]
    fn a_phone_photo_loses_its_place_and_its_tail_and_stays_upright() {
        let clean = cleaned(&photo(6)).unwrap();
        let text = String::from_utf8_lossy(&clean);
        assert!(
            !text.contains("GPS")
                && !text.contains("comment")
                && !text.contains("PK")
                && !text.contains("Nok")
        );
        assert!(text.contains("JFIF") && text.contains("pixels") && clean.ends_with(&[0xff, 0xd9]));
        let expected = Header { width: 48, height: 32, components: 3, orientation: 6 };
        assert_eq!(header(&clean), Some(expected));
        assert_eq!(cleaned(&clean), Some(clean.clone()), "cleaning twice changes nothing");
        assert!(clean.windows(36).any(|part| part == turn(6)));
    }

    #[test]
    fn an_upright_photo_needs_no_orientation() {
        let clean = cleaned(&photo(1)).unwrap();
        assert!(!String::from_utf8_lossy(&clean).contains("Exif"));
        assert_eq!(header(&clean).unwrap().orientation, 1);
    }

    #[test]
    fn half_a_photo_is_none() {
        let whole = photo(1);
        let end = whole.windows(2).position(|pair| pair == [0xff, 0xd9]).unwrap();
        for length in 0..end {
            assert_eq!(cleaned(&whole[..length]), None, "{length}");
        }
    }
}
