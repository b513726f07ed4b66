//! Tag, length, value: two digits, two digits, so many characters. One level at a time; what the values mean is decided above.

use crate::{Fault, Tag};

/// The parts of one level, in their order.
pub struct Parts<'a> {
    /// The tags around this level.
    outside: Tag,
    parts: Vec<(u8, &'a str)>,
}

/// Splits a level into its parts, each tag once.
pub fn parts(text: &str, outside: Tag) -> Result<Parts<'_>, Fault> {
    if !text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
        return Err(Fault::Character);
    }
    let mut level = Parts { outside, parts: Vec::new() };
    let mut rest = text;
    while !rest.is_empty() {
        let broken = Fault::Length(text.len() - rest.len());
        let (tag, length) = (number(rest, 0).ok_or(broken)?, number(rest, 2).ok_or(broken)?);
        let end = 4 + usize::from(length);
        let value = rest.get(4..end).filter(|value| !value.is_empty()).ok_or(broken)?;
        if level.get(tag).is_some() {
            return Err(Fault::Repeated(level.tag(tag)));
        }
        level.parts.push((tag, value));
        rest = &rest[end..];
    }
    Ok(level)
}

/// Two digits.
fn number(text: &str, from: usize) -> Option<u8> {
    let two = text.get(from..from + 2)?;
    two.bytes().all(|byte| byte.is_ascii_digit()).then(|| two.parse().ok()).flatten()
}

/// Writes a part; values are at most 99 characters long, as what they are made of is.
pub fn push(text: &mut String, tag: u8, value: &str) {
    let two =
        |number: usize| [number / 10, number % 10].map(|digit| b"0123456789"[digit % 10]).map(char::from);
    text.extend(two(usize::from(tag)));
    text.extend(two(value.len()));
    text.push_str(value);
}

impl<'a> Parts<'a> {
    /// A part's value, if it is there.
    pub fn get(&self, tag: u8) -> Option<&'a str> {
        self.parts.iter().find(|(known, _)| *known == tag).map(|(_, value)| *value)
    }

    /// A part's value; it must be there.
    pub fn need(&self, tag: u8) -> Result<&'a str, Fault> {
        self.get(tag).ok_or(Fault::Missing(self.tag(tag)))
    }

    /// A part holds exactly this.
    pub fn is(&self, tag: u8, value: &str) -> Result<(), Fault> {
        if self.need(tag)? == value { Ok(()) } else { Err(Fault::Value(self.tag(tag))) }
    }

    /// There are no parts but these.
    pub fn allow(&self, tags: &[u8]) -> Result<(), Fault> {
        let other = self.parts.iter().find(|(tag, _)| !tags.contains(tag));
        other.map_or(Ok(()), |(tag, _)| Err(Fault::Unexpected(self.tag(*tag))))
    }

    /// A part comes before all others.
    pub fn is_first(&self, tag: u8) -> Result<(), Fault> {
        self.is_at(tag, self.parts.first())
    }

    /// A part comes after all others.
    pub fn is_last(&self, tag: u8) -> Result<(), Fault> {
        self.is_at(tag, self.parts.last())
    }

    fn is_at(&self, tag: u8, there: Option<&(u8, &str)>) -> Result<(), Fault> {
        self.need(tag)?;
        if there.is_some_and(|(there, _)| *there == tag) { Ok(()) } else { Err(Fault::Order(self.tag(tag))) }
    }

    /// Where a part of this level is.
    fn tag(&self, tag: u8) -> Tag {
        let [outer, inner, _] = self.outside;
        match (outer, inner) {
            (None, _) => [Some(tag), None, None],
            (_, None) => [outer, Some(tag), None],
            _ => [outer, inner, Some(tag)],
        }
    }
}
