//! A look at the structure of a PDF: is it whole, can anybody open it, does it run or hide something. Nothing is drawn.
//!
//! Names are read as readers read them (ISO 32000-1, 7.2), object streams are unpacked. What is inside of other streams is
//! searched for the plain names only, so a file whose table leads into one is caught unless it also disguises its names:
//! this look keeps honest files harmless and stops the usual attacks; the scanner is for the rest.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// Object streams of one file may unpack to so many bytes in all.
const UNPACKED_BYTES: u64 = 64 * 1024 * 1024;
/// The end mark must be within the last bytes.
const TAIL: usize = 1024;

/// Names that mean something we do not take, with the reason.
const REFUSED: &[(&[u8], &str)] = &[
    (b"Encrypt", "encrypted"),
    (b"JavaScript", "active"),
    (b"JS", "active"),
    (b"Launch", "active"),
    (b"SubmitForm", "active"),
    (b"ImportData", "active"),
    (b"RichMedia", "active"),
    (b"XFA", "active"),
    (b"EmbeddedFile", "embedded"),
    (b"EmbeddedFiles", "embedded"),
    (b"GoToE", "embedded"),
];

/// Looks at a whole file.
///
/// # Errors
/// `damaged` (cut off, or something stands behind its end), `encrypted`, `active`, `embedded`.
pub(super) fn inspect(bytes: &[u8]) -> Result<(), &'static str> {
    let from = bytes.len().saturating_sub(TAIL);
    let end = last(&bytes[from..], b"%%EOF").ok_or("damaged")? + from;
    let is_over = bytes[end + 5..].iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0);
    if !is_over || last(&bytes[..end], b"startxref").is_none() {
        return Err("damaged");
    }
    let mut room = UNPACKED_BYTES;
    names(bytes, 0, &mut room)?;
    // A name this long does not come about by chance, wherever it stands.
    let plain = REFUSED.iter().filter(|(name, _)| name.len() >= 6);
    for (name, reason) in plain {
        if last(bytes, &[b"/", *name].concat()).is_some() {
            return Err(reason);
        }
    }
    Ok(())
}

fn last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|part| part == wanted)
}

fn first(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

/// Reads tokens and judges names, those in object streams as well.
fn names(bytes: &[u8], depth: u8, room: &mut u64) -> Result<(), &'static str> {
    let mut rest = bytes;
    // Of the dictionary before a stream.
    let (mut is_objects, mut is_packed) = (false, false);
    while let Some((byte, behind)) = rest.split_first() {
        rest = match byte {
            b'%' => &rest[rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len())..],
            b'(' => behind_string(behind),
            b'<' if behind.first() == Some(&b'<') => &behind[1..],
            b'<' => &behind[behind.iter().position(|byte| *byte == b'>').map_or(behind.len(), |at| at + 1)..],
            b'/' => {
                let (name, behind) = name(behind);
                if let Some((_, reason)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
                    return Err(reason);
                }
                is_objects |= name == b"ObjStm";
                is_packed |= name == b"FlateDecode" || name == b"Fl";
                behind
            }
            byte if is_regular(*byte) => {
                let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
                let (word, behind) = rest.split_at(length);
                if word == b"stream" {
                    let end = first(behind, b"endstream").ok_or("damaged")?;
                    if is_objects {
                        unpacked(&behind[..end], is_packed, depth, room)?;
                    }
                    (is_objects, is_packed) = (false, false);
                    &behind[end + b"endstream".len()..]
                } else {
                    if word == b"obj" || word == b"endobj" {
                        (is_objects, is_packed) = (false, false);
                    }
                    behind
                }
            }
            _ => behind,
        };
    }
    Ok(())
}

/// Objects that were packed together.
fn unpacked(stream: &[u8], is_packed: bool, depth: u8, room: &mut u64) -> Result<(), &'static str> {
    // Objects in a stream hold no streams (ISO 32000-1, 7.5.7).
    if depth > 0 {
        return Err("damaged");
    }
    let start = stream.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(stream.len());
    let stream = &stream[start..];
    if !is_packed {
        return names(stream, depth + 1, room);
    }
    let mut bytes = Vec::new();
    let read = ZlibDecoder::new(stream).take(*room).read_to_end(&mut bytes);
    *room = room.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    if read.is_err() || *room == 0 {
        return Err("damaged");
    }
    names(&bytes, depth + 1, room)
}

/// A name with its escapes read, and what stands behind it.
fn name(bytes: &[u8]) -> (Vec<u8>, &[u8]) {
    let length = bytes.iter().take_while(|byte| is_regular(**byte)).count();
    let (raw, behind) = bytes.split_at(length);
    let mut name = Vec::with_capacity(length);
    let mut rest = raw;
    while let Some((byte, more)) = rest.split_first() {
        let escaped = || {
            let digits = std::str::from_utf8(more.get(..2)?).ok()?;
            u8::from_str_radix(digits, 16).ok()
        };
        if let (b'#', Some(byte)) = (byte, escaped()) {
            name.push(byte);
            rest = &more[2..];
        } else {
            name.push(*byte);
            rest = more;
        }
    }
    (name, behind)
}

/// What stands behind a string; parentheses nest.
fn behind_string(bytes: &[u8]) -> &[u8] {
    let mut depth = 1_u32;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    bytes.get(at..).unwrap_or_default()
}

const fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(byte, 0 | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::inspect;

    fn pdf(body: &str) -> Vec<u8> {
        format!("%PDF-1.7\n{body}\nstartxref\n0\n%%EOF\n").into_bytes()
    }

    fn packed(entries: &str, text: &str) -> Vec<u8> {
        let mut zip = ZlibEncoder::new(Vec::new(), Compression::default());
        zip.write_all(text.as_bytes()).unwrap();
        let head = format!("%PDF-1.7\n1 0 obj<</Type/ObjStm{entries}>>stream\r\n");
        [head.as_bytes(), &zip.finish().unwrap(), b"\nendstream endobj\nstartxref\n0\n%%EOF"].concat()
    }

    #[test]
    fn an_ordinary_paper_passes() {
        assert_eq!(
            inspect(&pdf("1 0 obj<</Type/Catalog/OpenAction[3 0 R/Fit]/Title(a \\( /JS)>>endobj")),
            Ok(())
        );
        assert_eq!(inspect(&packed("/Filter/FlateDecode", "1 0 <</Type/Page/A<</S/URI/URI(x)>>>>")), Ok(()));
    }

    #[test]
    fn what_runs_hides_or_is_locked_is_refused_however_its_name_is_written() {
        assert_eq!(inspect(&pdf("trailer<</Encrypt 5 0 R>>")), Err("encrypted"));
        assert_eq!(inspect(&pdf("<</S/JavaScript/JS(app.alert())>>")), Err("active"));
        assert_eq!(inspect(&pdf("<</S/J#61vaScript>>")), Err("active"));
        assert_eq!(inspect(&pdf("<</S/Launch/F(cmd.exe)>>")), Err("active"));
        assert_eq!(inspect(&pdf("<</Names<</EmbeddedFiles 3 0 R>>>>")), Err("embedded"));
        assert_eq!(inspect(&packed("/Filter/FlateDecode", "1 0 <</S/Java#53cript>>")), Err("active"));
        assert_eq!(inspect(&pdf("<<>>stream\n9 0 obj<</S/JavaScript>>endobj\nendstream")), Err("active"));
    }

    #[test]
    fn streams_among_packed_objects_are_damage_and_not_followed() {
        let inner = "1 0 obj<</Type/ObjStm>>stream\n1 0 <</Type/Page>>\nendstream";
        assert_eq!(inspect(&pdf(inner)), Ok(()));
        assert_eq!(inspect(&packed("/Filter/FlateDecode", inner)), Err("damaged"));
    }

    #[test]
    fn a_cut_or_lengthened_paper_is_damaged() {
        let whole = pdf("1 0 obj<<>>endobj");
        assert_eq!(inspect(&whole[..whole.len() - 3]), Err("damaged"));
        assert_eq!(inspect(&[&whole[..], b"PK\x05\x06 an archive"].concat()), Err("damaged"));
        assert_eq!(inspect(&packed("/Filter/FlateDecode", "")[..60]), Err("damaged"));
        assert_eq!(
            inspect(&pdf("1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\nno zip\nendstream")),
            Err("damaged")
        );
    }
}
