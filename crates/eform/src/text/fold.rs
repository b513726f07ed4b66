//! Keys for comparing Vietnamese text: `fold` forgets marks and case (search), `same` forgets only where the tone
//! mark stands ("Hòa" and "Hoà" are one name), `upper` is the form of printed documents (IN HOA).

use super::nfc::{decompose, is_mark, nfc};

/// The tones; the other three marks (mũ, trăng, móc) make letters of their own.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// A tolerant key: marks stripped, đ as d, lower case, ’ as ', spaces collapsed. "hoa" finds "Hoà", "Hòa" and "Hoa".
///
/// ```
/// assert_eq!(eform::text::fold("  Đặng Thị Hoà "), "dang thi hoa");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = Vec::new();
    for letter in text.chars() {
        if letter.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            continue;
        }
        if is_mark(letter) {
            continue;
        }
        marks.clear();
        match decompose(letter, &mut marks) {
            'đ' | 'Đ' => out.push('d'),
            '’' | '‘' | 'ʼ' => out.push('\''),
            base => out.push(base.to_ascii_lowercase()),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether two texts say the same to a Vietnamese reader: equal once composed, wherever the tone mark of a syllable
/// is written. Case and marks themselves count. Neither text is altered.
///
/// ```
/// assert!(eform::text::same("Hòa", "Hoà"));
/// assert!(!eform::text::same("Hoà", "Hoa"));
/// ```
#[must_use]
pub fn same(left: &str, right: &str) -> bool {
    left == right || (!(left.is_ascii() && right.is_ascii()) && tone_key(left) == tone_key(right))
}

/// The text with the tones of each word moved to its end.
pub(crate) fn tone_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut tones = Vec::new();
    let mut marks = Vec::new();
    for letter in nfc(text).chars() {
        let letter = if matches!(letter, '’' | '‘' | 'ʼ') { '\'' } else { letter };
        if !letter.is_alphabetic() && !is_mark(letter) {
            out.extend(tones.drain(..));
            out.push(letter);
            continue;
        }
        marks.clear();
        if is_mark(letter) {
            marks.push(letter);
        } else {
            out.push(decompose(letter, &mut marks));
        }
        for mark in marks.drain(..) {
            if TONES.contains(&mark) {
                tones.push(mark);
            } else {
                out.push(mark);
            }
        }
    }
    out.extend(tones);
    out
}

/// Upper case of Latin letters with Vietnamese marks, as forms print names; other characters stay.
#[must_use]
pub fn upper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = Vec::new();
    for letter in text.chars() {
        marks.clear();
        match decompose(letter, &mut marks) {
            'đ' => out.push('Đ'),
            base => out.push(base.to_ascii_uppercase()),
        }
        out.extend(&marks);
    }
    nfc(&out)
}
