//! Recognises text that was typed in the encodings before Unicode (TCVN3 and VNI) and pasted as Latin letters:
//! `NguyÔn ThÞ BÝch H»ng`, `Nguyeãn Thò Bích Haèng`. It only suspects; nothing is converted.

use super::nfc::is_composed_latin;

/// Signs that stand for Vietnamese letters in TCVN3 and that no one types inside a word.
const TCVN3_SIGNS: &str = "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹»¼½¾×÷Þþßð";

/// Latin letters that VNI writes after a vowel to carry its marks.
const VNI_MARKS: &str = "âáàåãäêéèúüùøûõóòôöÂÁÀÅÃÄÊÉÈÚÜÙØÛÕÓÒÔÖ";

/// Whether the text looks like TCVN3 or VNI bytes read as Latin letters.
///
/// ```
/// assert!(eform::text::looks_legacy("NguyÔn ThÞ BÝch H»ng"));
/// assert!(!eform::text::looks_legacy("Nguyễn Thị Bích Hằng"));
/// ```
#[must_use]
pub fn looks_legacy(text: &str) -> bool {
    let mut before = ' ';
    for letter in text.chars() {
        if suspects(before, letter) {
            return true;
        }
        before = letter;
    }
    false
}

fn suspects(before: char, letter: char) -> bool {
    let in_word = before.is_ascii_alphabetic() || is_composed_latin(before);
    if !in_word {
        return false;
    }
    // TCVN3: a sign in the middle of a word, or a capital with a mark after a small letter.
    if TCVN3_SIGNS.contains(letter) || (before.is_ascii_lowercase() && is_latin_capital(letter)) {
        return true;
    }
    // VNI: no Vietnamese syllable has a marked vowel after a plain a or e (yê, uê, iê, oă, uâ and the like are spelt).
    match before {
        'a' | 'e' | 'A' | 'E' => VNI_MARKS.contains(letter),
        'o' | 'O' => "âãåäøùûõÂÃÅÄØÙÛÕ".contains(letter) && !matches!(letter, 'ã' | 'Ã'),
        'u' | 'U' | 'ö' | 'Ö' => "ùøûõÙØÛÕ".contains(letter),
        _ => false,
    }
}

/// Capitals of Latin-1 beyond ASCII.
fn is_latin_capital(letter: char) -> bool {
    ('\u{c0}'..='\u{de}').contains(&letter)
}
