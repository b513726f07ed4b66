//! Just enough ASN.1 surgery to tamper with a container: take an element apart, change a part, put it together again.

/// One element: tag and content, with the shortest length.
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(length) if length < 0x80 => out.push(length),
        Ok(length) => out.extend([0x81, length]),
        Err(_) => {
            out.push(0x82);
            out.extend(u16::try_from(content.len()).unwrap().to_be_bytes());
        }
    }
    out.extend(content);
    out
}

/// The elements that follow each other in some bytes.
pub fn split(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    while !bytes.is_empty() {
        let (head, length) = match bytes[1] {
            0x82 => (4, usize::from(bytes[2]) << 8 | usize::from(bytes[3])),
            0x81 => (3, usize::from(bytes[2])),
            length => (2, usize::from(length)),
        };
        parts.push(bytes[..head + length].to_vec());
        bytes = &bytes[head + length..];
    }
    parts
}

/// The parts inside a constructed element.
pub fn inside(bytes: &[u8]) -> Vec<Vec<u8>> {
    let head = match bytes[1] {
        0x82 => 4,
        0x81 => 3,
        _ => 2,
    };
    split(&bytes[head..])
}

/// The element again, with other parts.
pub fn with_parts(bytes: &[u8], parts: &[Vec<u8>]) -> Vec<u8> {
    element(bytes[0], &parts.concat())
}

/// Changes the parts of the element that a path of places leads to.
pub fn edit(bytes: &[u8], path: &[usize], change: &dyn Fn(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let mut parts = inside(bytes);
    match path {
        [] => change(&mut parts),
        [place, rest @ ..] => parts[*place] = edit(&parts[*place], rest, change),
    }
    with_parts(bytes, &parts)
}

/// Paths in a container.
pub const SIGNED_DATA: &[usize] = &[1, 0];
pub const CONTENT_INFO: &[usize] = &[1, 0, 2];
pub const CERTIFICATES: &[usize] = &[1, 0, 3];
pub const SIGNERS: &[usize] = &[1, 0, 4];
pub const SIGNER: &[usize] = &[1, 0, 4, 0];
pub const ATTRIBUTES: &[usize] = &[1, 0, 4, 0, 3];
