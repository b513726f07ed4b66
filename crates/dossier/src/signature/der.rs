//! The few forms of DER (ITU-T X.690) that signed attributes and containers are written with. Reading DER does not live here.

pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
#[cfg(feature = "container")]
pub(super) const BIT_STRING: u8 = 0x03;
#[cfg(feature = "container")]
pub(super) const CONTEXT_4: u8 = 0xa4;
#[cfg(feature = "container")]
pub(super) const NULL: &[u8] = &[0x05, 0];

/// One element: tag, definite length in its shortest form, the parts one after the other.
pub(super) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    if length < 0x80 {
        out.extend(length.to_be_bytes().last());
    } else {
        let bytes = length.to_be_bytes();
        let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(0);
        let count = bytes.len() - first;
        out.extend(count.to_be_bytes().last().map(|byte| byte | 0x80));
        out.extend(&bytes[first..]);
    }
    for part in parts {
        out.extend(*part);
    }
    out
}

/// A `SET OF`: its members sorted by their encodings (X.690 11.6).
pub(super) fn set_of(members: &[Vec<u8>]) -> Vec<u8> {
    let mut sorted: Vec<&[u8]> = Vec::with_capacity(members.len());
    for member in members {
        sorted.insert(sorted.partition_point(|known| *known < member.as_slice()), member);
    }
    element(SET, &sorted)
}
