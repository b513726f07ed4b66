//! NFC (Unicode Standard Annex 15) for Latin letters with Vietnamese marks: decompose, order the marks by class,
//! compose. A letter with any other mark is left exactly as it was entered. Proven against `icu_normalizer` in
//! `tests/unicode.rs`.

use super::table::{CLASSES, MARKS, PAIRS};

/// Whether a character is one of the eight Vietnamese combining marks.
pub(crate) fn is_mark(letter: char) -> bool {
    class(letter) != 0
}

/// Whether a character is composed and belongs to the table.
pub(crate) fn is_composed_latin(letter: char) -> bool {
    split(letter).is_some()
}

fn class(letter: char) -> u8 {
    if !('\u{300}'..='\u{323}').contains(&letter) {
        return 0;
    }
    MARKS.iter().find(|(mark, _)| *mark == letter).map_or(0, |(_, class)| *class)
}

/// Any combining mark of the Latin block, ours or not.
fn is_combining(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// First and second part of a composed letter of the table.
pub(super) fn split(letter: char) -> Option<(char, char)> {
    let code = u16::try_from(u32::from(letter)).ok()?;
    let at = PAIRS.binary_search_by_key(&code, |pair| pair.0).ok()?;
    let (_, first, second) = PAIRS[at];
    Some((char::from_u32(u32::from(first))?, char::from_u32(u32::from(second))?))
}

fn join(first: char, second: char) -> Option<char> {
    let first = u16::try_from(u32::from(first)).ok()?;
    let second = u16::try_from(u32::from(second)).ok()?;
    let pair = PAIRS.iter().find(|pair| pair.1 == first && pair.2 == second)?;
    char::from_u32(u32::from(pair.0))
}

/// Writes the base letter and the marks of one letter.
pub(super) fn decompose(letter: char, marks: &mut Vec<char>) -> char {
    match split(letter) {
        None => letter,
        Some((first, second)) => {
            let base = decompose(first, marks);
            marks.push(second);
            base
        }
    }
}

/// The composed form of a text.
///
/// ```
/// assert_eq!(eform::text::nfc("Nguye\u{302}\u{303}n"), "Nguyễn");
/// ```
#[must_use]
pub fn nfc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut run = Vec::new();
    while let Some(letter) = letters.next() {
        run.clear();
        run.push(letter);
        while let Some(mark) = letters.next_if(|next| is_combining(*next)) {
            run.push(mark);
        }
        let is_plain = run.len() == 1 && !is_combining(letter);
        if is_plain || !compose(&run, &mut out) {
            out.extend(&run);
        }
    }
    out
}

/// Puts marks in the order of their classes; marks of one class stay as they are. One pass a class (a library sort is large
/// in wasm), so that a letter with thousands of marks takes no longer than as many letters.
fn order(marks: &mut Vec<char>) {
    if marks.is_sorted_by_key(|mark| class(*mark)) {
        return;
    }
    let typed = std::mem::take(marks);
    for wanted in CLASSES {
        marks.extend(typed.iter().filter(|mark| class(**mark) == wanted));
    }
}

/// Composes one letter with its marks; false when one of them is not ours. Marks at the very beginning of a text have
/// no letter and are only put in order.
fn compose(run: &[char], out: &mut String) -> bool {
    let mut marks = Vec::with_capacity(run.len() + 2);
    let (mut base, rest) = match run {
        [first, rest @ ..] if !is_combining(*first) => (Some(decompose(*first, &mut marks)), rest),
        _ => (None, run),
    };
    let is_ours = base.is_none_or(|base| base.is_ascii() || matches!(base, 'đ' | 'Đ' | '’'));
    if !is_ours || !rest.iter().copied().all(is_mark) {
        return false;
    }
    marks.extend(rest);
    order(&mut marks);
    let mut left = Vec::new();
    let mut blocked = 0;
    for &mark in &marks {
        // A mark is blocked by an uncomposed mark of the same class before it.
        match base.and_then(|base| join(base, mark)) {
            Some(joined) if blocked != class(mark) => base = Some(joined),
            _ => {
                blocked = class(mark);
                left.push(mark);
            }
        }
    }
    out.extend(base);
    out.extend(left);
    true
}
