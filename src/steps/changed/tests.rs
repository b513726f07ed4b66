//! What is told of a form that was opened anew, from the answers before and after.

use std::sync::Arc;

use eform::{Answers, CivilDate, Fact, Facts, Instance, Schema, compile};
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{Change, as_it_was, changes};

/// A name that registers fix, a phone number that they propose, and a line that they know nothing of.
fn form(typed: &[(&str, Value)], known: bool) -> Instance {
    let schema = json!({
        "format": "congdan/procedure/1", "code": "t", "version": "1", "effective": {"from": "2026-01-01", "to": null},
        "level": "commune", "sector": "civil_status", "events": [], "languages": ["vi"],
        "service": {"channels": [], "after_15h": false, "basis": [], "source": {"retrieved": "2026-01-01", "confidence": "high"}},
        "sign": "none", "agency": {"field": "agency"},
        "pages": [{"id": "p", "step": "form", "fields": [
            {"id": "agency", "kind": "agency", "level": "commune"},
            {"id": "born", "kind": "partial_date", "prefill": [{"fact": "self.birth", "lock": true}]},
            {"id": "phone", "kind": "phone", "prefill": [{"fact": "self.mobile", "lock": false}]},
            {"id": "why", "kind": "text"}
        ]}],
        "rules": []
    });
    let form = compile(&Schema::from_json(&schema.to_string()).unwrap()).unwrap();
    let fact = |value: &str| Fact {
        value: json!(value),
        source: "population".to_owned(),
        at: "2026-11-21T01:00:00Z".to_owned(),
        reference: None,
        guessed: false,
    };
    let facts = [("self.birth", fact("1995-02-14")), ("self.mobile", fact("0912345678"))];
    let facts: Facts =
        facts.into_iter().filter(|_| known).map(|(name, fact)| (name.to_owned(), fact)).collect();
    let answers: Answers = typed.iter().map(|(path, raw)| ((*path).to_owned(), raw.clone())).collect();
    Instance::new(Arc::new(form), answers, facts, CivilDate::parse("2026-11-22").unwrap())
}

fn typed() -> [(&'static str, Value); 3] {
    [
        ("born", json!({ "d": "10", "m": "2", "y": "1995" })),
        ("phone", json!("0987654321")),
        ("why", json!("mất bản cũ")),
    ]
}

/// What becomes of answers when registers say something that they had not said before.
fn told(typed: &[(&str, Value)]) -> Vec<Change> {
    let now = form(typed, true);
    changes(&as_it_was(&now, &(now.answers().clone(), Facts::new())), &now)
}

#[test]
fn what_a_register_puts_in_place_of_an_answer_is_told_with_both() {
    let changes = told(&typed());
    let born = changes.iter().find(|change| change.path == "born").unwrap();
    assert_eq!((&born.was, &born.now), (&Some(json!("1995-02-10")), &Some(json!("1995-02-14"))));
    assert!(born.was_typed && !born.is_kept);
}

#[test]
fn an_answer_that_stands_against_a_register_is_told_with_what_the_register_has() {
    let changes = told(&typed());
    let phone = changes.iter().find(|change| change.path == "phone").unwrap();
    assert_eq!((&phone.was, &phone.now), (&Some(json!("0987654321")), &Some(json!("0912345678"))));
    assert!(phone.was_typed && phone.is_kept);
}

#[test]
fn what_no_register_speaks_of_and_what_it_says_too_is_not_told() {
    let mut answers = typed();
    answers[0].1 = json!({ "d": "14", "m": "2", "y": "1995" });
    answers[1].1 = json!("0912345678");
    assert_eq!(told(&answers).len(), 0);
    let now = form(&typed(), true);
    assert_eq!(changes(&now, &form(&typed(), true)).len(), 0, "it was told before");
}

#[test]
fn what_had_not_been_answered_is_told_as_new_and_not_as_the_citizens() {
    let changes = told(&[]);
    assert_eq!(changes.len(), 2);
    assert!(changes.iter().all(|change| change.was.is_none() && !change.was_typed && !change.is_kept));
}

#[test]
fn what_was_changed_in_another_window_is_told() {
    let mut others = typed();
    others[2].1 = json!("nộp trường học");
    let (before, now) = (form(&typed(), true), form(&others, true));
    let changes = changes(&before, &now);
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].path.as_str(), &changes[0].now), ("why", &Some(json!("nộp trường học"))));
}
