//! Names of persons: three parts (họ, chữ đệm, tên) in civil-status forms, one line on police forms and on screen.

use serde_json::Value;

use crate::kinds::text::character_faults;
use crate::text::{clean_line, is_composed_latin, is_mark, turns};
use crate::violation::{Fault, Severity};

/// The three parts in the order they are written.
pub(crate) const PARTS: [&str; 3] = ["family", "middle", "given"];

/// The parts of a name that is known in one line only: the first word is the family name, the last one the given name.
/// Read in one line it is the same name; of fewer than two words nothing is made.
///
/// ```
/// let name = eform::name::split(" Nguyễn Thị Bích  Hằng ").unwrap();
/// assert_eq!(name, serde_json::json!({"family": "Nguyễn", "middle": "Thị Bích", "given": "Hằng"}));
/// assert_eq!(eform::name::split("Hằng"), None);
/// ```
#[must_use]
pub fn split(line: &str) -> Option<Value> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [family, middle @ .., given] = words.as_slice() else { return None };
    let parts = [(*family).to_owned(), middle.join(" "), (*given).to_owned()];
    Some(PARTS.iter().map(|part| (*part).to_owned()).zip(parts.map(Value::String)).collect())
}

/// The name in one line, "Họ Chữ đệm Tên"; empty for anything that is not a name.
///
/// ```
/// let name = serde_json::json!({"family": "Nguyễn", "middle": "Thị Bích", "given": "Hằng"});
/// assert_eq!(eform::name::full(&name), "Nguyễn Thị Bích Hằng");
/// ```
#[must_use]
pub fn full(name: &Value) -> String {
    let mut out = String::new();
    for part in PARTS {
        let Some(text) = name.get(part).and_then(Value::as_str).filter(|text| !text.is_empty()) else {
            continue;
        };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(text);
    }
    out
}

/// Most characters of a name in one line.
pub const LINE: usize = 200;

/// A full name that was typed in one line, as it is kept: composed (NFC), with single spaces, by the rule for names in forms.
///
/// # Errors
/// The code of what is wrong with it: `required`, `text.characters`, `name.characters`, `too_long`.
///
/// ```
/// assert_eq!(eform::name::line("  le van\u{a0}  THA\u{300}NH ").as_deref(), Ok("le van THÀNH"));
/// assert_eq!(eform::name::line("gnas \u{202e}0970"), Err("text.characters"));
/// assert_eq!(eform::name::line("Thành 2"), Err("name.characters"));
/// ```
pub fn line(typed: &str) -> Result<String, &'static str> {
    let (name, faults) = clean(typed);
    if let Some(fault) = faults.iter().find(|fault| fault.severity == Severity::Error) {
        return Err(fault.code);
    }
    match name.chars().count() {
        0 => Err("required"),
        1..=LINE => Ok(name),
        _ => Err("too_long"),
    }
}

/// A name, or a part of one, without what only spoils comparison; and what is wrong with its characters. Those that turn the direction of
/// writing are never taken out in silence: a name must read as it is stored.
pub(crate) fn clean(typed: &str) -> (String, Vec<Fault>) {
    let cleaned = clean_line(typed);
    let mut faults = character_faults(&cleaned);
    if faults.is_empty() && typed.chars().any(turns) {
        faults.push(Fault::error("text.characters"));
    }
    if faults.is_empty() && !cleaned.text.chars().all(is_name_letter) {
        faults.push(Fault::error("name.characters"));
    }
    (cleaned.text, faults)
}

/// Latin letters with any Vietnamese or foreign mark, spaces, and the signs that stand in names of ethnic minorities
/// and foreigners. No digit and no full stop: an abbreviated name is not a name (civil-status forms write it out).
fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || is_composed_latin(letter)
        || is_mark(letter)
        || matches!(letter, ' ' | '\'' | '’' | 'ʼ' | '-')
        || (letter.is_alphabetic() && matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'))
}
