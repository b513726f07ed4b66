//! Names of persons: three parts (họ, chữ đệm, tên) in civil-status forms, one line on police forms and on screen.

use serde_json::Value;

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
