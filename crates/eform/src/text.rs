//! Vietnamese text: cleaning what was typed or pasted, one composed form (NFC), and tolerant keys for search and
//! comparison. Spelling is never altered: identity data must equal the population register letter by letter.

mod fold;
mod legacy;
mod nfc;
mod table;

pub(crate) use fold::tone_key;
pub use fold::{fold, same, upper};
pub use legacy::looks_legacy;
pub use nfc::nfc;
pub(crate) use nfc::{is_composed_latin, is_mark};

/// What cleaning found besides the text itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cleaned {
    /// NFC, trimmed, inner spaces collapsed, invisible characters removed.
    pub text: String,
    /// Holds control or private-use characters, which no agency can read (they are kept, so that nothing is lost).
    pub unreadable: bool,
}

/// Cleans one line: line breaks and tabs count as spaces.
pub(crate) fn clean_line(text: &str) -> Cleaned {
    clean(text, false)
}

/// Cleans several lines: line feeds stay, other spaces collapse.
pub(crate) fn clean_lines(text: &str) -> Cleaned {
    clean(text, true)
}

fn clean(text: &str, lines: bool) -> Cleaned {
    let mut out = String::with_capacity(text.len());
    let mut unreadable = false;
    let mut space = false;
    for letter in text.chars() {
        if is_invisible(letter) || letter == '\r' {
            continue;
        }
        if letter == '\n' && lines {
            space = false;
            if !out.is_empty() {
                out.push('\n');
            }
        } else if is_space(letter) {
            space = !out.is_empty() && !out.ends_with('\n');
        } else {
            unreadable |= is_unreadable(letter);
            if space {
                out.push(' ');
                space = false;
            }
            out.push(letter);
        }
    }
    out.truncate(out.trim_end_matches('\n').len());
    Cleaned { text: nfc(&out), unreadable }
}

/// Spaces that people paste: Unicode `White_Space` but for U+0085, which is a control character.
fn is_space(letter: char) -> bool {
    matches!(
        letter,
        ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Characters that print nothing and only spoil comparison: soft hyphen, zero-width and direction marks, byte-order mark.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Characters that turn the direction of writing (Unicode `Bidi_Control`).
pub(crate) fn turns(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Control and private-use characters (old symbol fonts arrive as U+F0xx).
fn is_unreadable(letter: char) -> bool {
    matches!(letter, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..)
}
