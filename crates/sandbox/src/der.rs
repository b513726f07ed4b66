//! The few forms of DER (ITU-T X.690) that time-stamps and answers about revocation are written with, both ways. What they mean is not known here.

pub const INTEGER: u8 = 0x02;
pub const BIT_STRING: u8 = 0x03;
pub const OCTET_STRING: u8 = 0x04;
pub const OID: u8 = 0x06;
pub const ENUMERATED: u8 = 0x0a;
pub const UTC_TIME: u8 = 0x17;
pub const GENERALIZED_TIME: u8 = 0x18;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;
/// Constructed, context-specific, number 0.
pub const CONTEXT_0: u8 = 0xa0;
/// The same, number 1.
pub const CONTEXT_1: u8 = 0xa1;
/// The same, number 2.
pub const CONTEXT_2: u8 = 0xa2;

/// One element: the parts one after the other under a tag.
pub fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len().to_be_bytes();
    let digits: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match digits.as_slice() {
        [] => out.push(0),
        [short] if *short < 0x80 => out.push(*short),
        long => {
            out.extend(long.len().to_be_bytes().last().map(|count| 0x80 | count));
            out.extend(long);
        }
    }
    out.extend(content);
    out
}

/// One element that was read.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    pub tag: u8,
    pub content: &'a [u8],
    /// Tag and length as well.
    pub whole: &'a [u8],
}

/// The elements that some bytes consist of; none when they consist of anything else.
pub fn split(mut bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    while let [tag, first, rest @ ..] = bytes {
        let (count, length) = match first {
            // More than 64 kB is in no question that is asked here.
            0x81 | 0x82 => {
                let count = usize::from(first & 0x7f);
                (count, rest.get(..count)?.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
            }
            short if *short < 0x80 => (0, usize::from(*short)),
            _ => return None,
        };
        let head = 2 + count;
        let whole = bytes.get(..head + length)?;
        parts.push(Part { tag: *tag, content: &whole[head..], whole });
        bytes = &bytes[head + length..];
    }
    bytes.is_empty().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::{OCTET_STRING, SEQUENCE, element, split};

    #[test]
    fn elements_of_every_length_are_read_as_they_were_written() {
        for length in [0, 1, 127, 128, 255, 256, 65_535] {
            let content = vec![7; length];
            let twice = element(OCTET_STRING, &[&content]).repeat(2);
            let parts = split(&twice).unwrap();
            assert_eq!(parts.len(), 2);
            assert!(parts.iter().all(|part| part.tag == OCTET_STRING && part.content == content), "{length}");
            assert!(split(&twice[..twice.len() - 1]).is_none() || length == 0);
        }
        assert!(split(&[SEQUENCE]).is_none());
        assert!(split(&[SEQUENCE, 0x83, 0, 0, 1, 0]).is_none());
    }
}
