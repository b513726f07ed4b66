//! What registers know of somebody: the facts that random walks are given, each or not.

use serde_json::json;

use crate::{Fact, Facts};

/// Facts about one citizen and her spouse, each as its register says it.
#[must_use]
pub fn known_facts() -> Facts {
    let known = [
        ("self.name", json!({"family": "Nguyễn", "middle": "Thị", "given": "Hằng"})),
        ("self.id", json!("001195004321")),
        ("self.birth", json!("1995-02-14")),
        ("self.sex", json!("female")),
        ("self.mobile", json!("0912345678")),
        ("self.digital_citizen", json!(true)),
        ("self.married", json!(false)),
        ("self.residence", json!({"province": "01", "commune": "00082", "detail": "Số 12"})),
        ("spouse.name", json!({"family": "Trần", "middle": "Minh", "given": "Đức"})),
    ];
    let fact = |value| Fact {
        value,
        source: "population".to_owned(),
        at: "2026-11-21T08:00:00+07:00".to_owned(),
        reference: None,
        guessed: false,
    };
    known.into_iter().map(|(name, value)| (name.to_owned(), fact(value))).collect()
}
