//! Names of persons: three parts (họ, chữ đệm, tên) in civil-status forms, one line on police forms and on screen.

use serde_json::Value;

/// The three parts in the order they are written.
pub(crate) const PARTS: [&str; 3] = ["family", "middle", "given"];

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
